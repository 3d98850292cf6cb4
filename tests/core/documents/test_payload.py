import json
from dataclasses import replace

import pytest

from core.documents.payload import from_payload, to_payload
from core.fingerprints import fingerprint
from tests.core.documents.samples import DOCUMENT


def test_a_document_comes_back_from_its_payload_as_it_was():
    payload = json.loads(json.dumps(to_payload(DOCUMENT)))
    assert from_payload(payload) == DOCUMENT
    undated = replace(DOCUMENT, letterhead=replace(DOCUMENT.letterhead, date=None))
    assert from_payload(to_payload(undated)) == undated


def test_a_payload_of_earlier_days_may_lack_what_was_added_later():
    payload = to_payload(DOCUMENT)
    for name in ("language", "annexes", "addressees"):
        del payload[name]
    assert from_payload(payload) == replace(DOCUMENT, annexes=(), addressees=())


def test_a_block_nobody_knows_is_refused():
    payload = to_payload(DOCUMENT)
    payload["blocks"][0]["type"] = "picture"
    with pytest.raises(ValueError, match="picture"):
        from_payload(payload)


def test_the_fingerprint_tells_two_payloads_apart_whatever_the_order_of_their_keys():
    payload = to_payload(DOCUMENT)
    turned = dict(reversed(payload.items()))
    changed = to_payload(replace(DOCUMENT, subject="Khác"))
    assert (fingerprint(turned), len(fingerprint(payload))) == (fingerprint(payload), 64)
    assert fingerprint(changed) != fingerprint(payload)
