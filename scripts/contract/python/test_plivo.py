"""plivo-python."""

import os
import unittest
import urllib.parse

import plivo
from plivo.utils.signature_v3 import validate_v3_signature
from receiver import URL, Receiver

ID, TOKEN = "MASIMULATORPLIVOACCO", "simulator-plivo-token"
SOURCE, ANYONE = "15550109999", "15550100001"


class Plivo(unittest.TestCase):
    def setUp(self):
        # The library sets the address anew before each call.
        plivo.rest.client.PLIVO_API_BASE_URI = f"{URL}/v1/Account"
        self.client = plivo.RestClient(ID, TOKEN)

    def test_a_message_with_the_defaults(self):
        sent = self.client.messages.create(src=SOURCE, dst=ANYONE, text="Hello")
        found = self.client.messages.get(sent.message_uuid[0])
        self.assertEqual((found.message_uuid, found.to_number), (sent.message_uuid[0], ANYONE))
        listed = self.client.messages.list(limit=1)
        self.assertEqual(listed.objects[0].message_uuid, sent.message_uuid[0])

    def test_several_recipients_and_a_pool(self):
        sent = self.client.messages.create(src=SOURCE, dst=f"{ANYONE}<15550100002", text="Hello")
        self.assertEqual(len(sent.message_uuid), 2)
        pool = self.client.messages.create(powerpack_uuid="pool", dst=ANYONE, text="Hello", log="content_only")
        self.assertEqual(len(pool.message_uuid), 1)

    def test_callbacks_are_signed(self):
        receiver = Receiver()
        self.addCleanup(receiver.close)
        url = f"http://127.0.0.1:{os.environ['HOOKS_PORT']}/sms?tenant=7"
        self.client.messages.create(src=SOURCE, dst=ANYONE, text="Hello", url=url)
        for state in ("queued", "sent", "delivered"):
            _, headers, body = receiver.take()
            fields = dict(urllib.parse.parse_qsl(body.decode()))
            self.assertEqual(fields["Status"], state)
            nonce, signature = headers["X-Plivo-Signature-V3-Nonce"], headers["X-Plivo-Signature-V3"]
            self.assertTrue(validate_v3_signature("POST", url, nonce, TOKEN, signature, fields))

    def test_errors_have_their_class(self):
        with self.assertRaises(plivo.exceptions.ValidationError):
            self.client.messages.create(src="15550108888", dst=ANYONE, text="Hello")
        with self.assertRaises(plivo.exceptions.ResourceNotFoundError):
            self.client.messages.get("none")
        with self.assertRaises(plivo.exceptions.AuthenticationError):
            plivo.RestClient(ID, "other").messages.create(src=SOURCE, dst=ANYONE, text="Hello")


if __name__ == "__main__":
    unittest.main()
