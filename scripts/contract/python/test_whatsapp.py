"""pywa."""

import tempfile
import unittest

import pywa
from pywa import errors, types
from receiver import URL, Receiver, control

NUMBER, TOKEN = "100000000000001", "simulator-whatsapp-token"
ANYONE = "15550100001"


class WhatsApp(unittest.TestCase):
    def setUp(self):
        self.receiver = Receiver()
        self.addCleanup(self.receiver.close)
        control("PUT", "whatsapp/webhook-format", {"identity": "both"})
        self.client = pywa.WhatsApp(
            phone_id=NUMBER, token=TOKEN, server=None, app_secret="simulator-whatsapp-app-secret",
        )
        self.client.api._session.base_url = f"{URL}/v26.0"
        self.seen = []
        keep = lambda _, update: self.seen.append(update)
        self.client.add_handlers(pywa.handlers.MessageHandler(keep), pywa.handlers.MessageStatusHandler(keep))

    def update(self, wanted):
        """The next webhook about a message, as the library's own handler reads it. Others are of former tests."""
        while True:
            _, headers, body = self.receiver.take()
            if wanted.encode() in body:
                break
        self.assertIsNone(self.client.webhook_update_validator(body, headers["X-Hub-Signature-256"]))
        self.assertEqual(self.client.webhook_update_handler(body), ("ok", 200))
        return self.seen.pop()

    def test_messages_of_all_kinds_and_their_statuses(self):
        buttons = [types.Button("Yes", callback_data="1"), types.Button("No", callback_data="2")]
        sections = [types.Section("S", [types.SectionRow("A", callback_data="a")])]
        for send in (
            lambda: self.client.send_message(ANYONE, "Hello", header="H", footer="F", buttons=buttons),
            lambda: self.client.send_message(ANYONE, "Hello", buttons=types.SectionList("Open", sections)),
            lambda: self.client.send_message(ANYONE, "Hello", buttons=types.URLButton("Open", url="https://a.example")),
            lambda: self.client.send_message(ANYONE, "Hello"),
            lambda: self.client.send_location(ANYONE, 52.5, 13.4, "Berlin"),
            lambda: self.client.send_reaction(ANYONE, "👍", "wamid.X"),
            lambda: self.client.send_contact(ANYONE, types.Contact(types.Contact.Name("Ada", first_name="Ada"))),
            lambda: self.client.send_audio(ANYONE, "https://a.example/voice.ogg", is_voice=True),
        ):
            sent = send()
            for status in (types.MessageStatusType.SENT, types.MessageStatusType.DELIVERED):
                update = self.update(sent.id)
                self.assertEqual((update.id, update.status), (sent.id, status))
                self.assertEqual(update.from_user.bsuid, f"US.9{ANYONE:0>15}")

    def test_a_message_is_received_marked_and_answered(self):
        received = control("POST", "whatsapp/inbound", {"from": ANYONE, "text": "Hi", "name": "Ada"})
        message = self.update(received["id"])
        self.assertEqual((message.text, message.from_user.wa_id), ("Hi", ANYONE))
        message.mark_as_read()
        message.indicate_typing()
        sent = message.reply("Hello")
        self.assertEqual(self.update(sent.id).status, types.MessageStatusType.SENT)

    def test_files_numbers_and_profiles(self):
        with tempfile.NamedTemporaryFile(suffix=".png") as file:
            file.write(b"not really")
            file.flush()
            media = self.client.upload_media(file.name, mime_type="image/png")
        self.assertEqual(self.client.get_media_url(media.id).mime_type, "image/png")
        self.assertTrue(self.client.delete_media(media.id))
        self.assertEqual(self.client.get_business_phone_number().display_phone_number, "+15550109999")
        self.assertTrue(self.client.update_business_profile(about="A shop"))
        self.assertEqual(self.client.get_business_profile().about, "A shop")

    def test_errors_have_their_class(self):
        with self.assertRaises(errors.MessageUndeliverable):
            self.client.send_message("15550000026", "Hello")
        self.client.api._session.headers["Authorization"] = "Bearer other"
        with self.assertRaises(errors.ExpiredAccessToken):
            self.client.send_message(ANYONE, "Hello")


if __name__ == "__main__":
    unittest.main()
