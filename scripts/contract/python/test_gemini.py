"""google-genai for Python, with its default version and the other one."""

import unittest

from google import genai
from google.genai import errors, types
from receiver import URL

MODEL = "gemini-3.8-flash"


def client(**options):
    http = types.HttpOptions(base_url=URL, **options)
    return genai.Client(api_key="simulator-gemini-key", vertexai=False, http_options=http)


class Gemini(unittest.TestCase):
    def test_both_versions_answer(self):
        for options in ({}, {"api_version": "v1beta"}):
            with self.subTest(options):
                google = client(**options)
                models = google.models
                answer = models.generate_content(model=MODEL, contents="one two three")
                self.assertEqual(answer.text, "You said: one two three")
                self.assertEqual(answer.usage_metadata.prompt_token_count, 3)
                chunks = models.generate_content_stream(model=MODEL, contents="one two three four")
                self.assertEqual("".join(it.text for it in chunks), "You said: one two three four")
                self.assertEqual(models.count_tokens(model=MODEL, contents="one two three").total_tokens, 3)

    def test_settings_are_accepted(self):
        config = types.GenerateContentConfig(
            system_instruction="Be brief.", temperature=0.3, candidate_count=1, max_output_tokens=50,
            response_mime_type="text/plain", presence_penalty=0.1, seed=7,
        )
        google = client()
        answer = google.models.generate_content(model=MODEL, contents="Hi", config=config)
        self.assertEqual(answer.candidates[0].finish_reason, types.FinishReason.STOP)

    def test_a_chat_and_models(self):
        google = client()
        chat = google.chats.create(model=MODEL)
        chat.send_message("one")
        self.assertEqual(chat.send_message("two").text, "You said: two")
        names = [it.name for it in google.models.list()]
        self.assertIn(f"models/{MODEL}", names)
        self.assertEqual(google.models.get(model=MODEL).name, f"models/{MODEL}")

    def test_errors_have_their_class(self):
        google = client()
        with self.assertRaises(errors.ClientError) as refused:
            google.models.generate_content(model="gemini-retired", contents="Hi")
        self.assertEqual((refused.exception.code, refused.exception.status), (404, "NOT_FOUND"))
        with self.assertRaises(errors.ServerError):
            google.models.generate_content(model=MODEL, contents="sim:status:500")
        blocked = google.models.generate_content(model=MODEL, contents="sim:blocked")
        self.assertEqual(blocked.prompt_feedback.block_reason, types.BlockedReason.SAFETY)


if __name__ == "__main__":
    unittest.main()
