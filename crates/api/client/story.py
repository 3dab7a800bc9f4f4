"""A program of somebody else's: it polls the events, answers a customer, closes the conversation, and sees both in the
events. It speaks through a client that was generated from the document alone (see `run` beside this file).

In: the address of a Kontuar, and in KONTUAR_TOKEN a token with the scopes conversations:read, conversations:write,
messages:send and events:read. Out: exit 0 when everything happened as the document says.
"""

import os
import sys
import uuid

import kontuar_client as kontuar
from kontuar_client.models import Changed, NewMessage, Status

EVENTS_AT_ONCE = 500


def poll(events, after):
    """All events behind a position, and up to where the log was looked through."""
    found = []
    while True:
        stretch = events.list_events(after=after, limit=EVENTS_AT_ONCE)
        found += stretch.items
        after = stretch.after
        if after >= stretch.head:
            return found, after


def main(address):
    configuration = kontuar.Configuration(host=f"{address.rstrip('/')}/api/v1", access_token=os.environ["KONTUAR_TOKEN"])
    with kontuar.ApiClient(configuration) as client:
        events, conversations, messages = (kontuar.EventsApi(client), kontuar.ConversationsApi(client), kontuar.MessagesApi(client))
        before, position = poll(events, 0)
        received = [event for event in before if event.kind == "message.received"]
        assert received, "nobody has written"
        # The newest customer whose conversation waits for us.
        for event in reversed(received):
            conversation = conversations.get_conversation(event.additional_properties["conversation"])
            if conversation.status == Status.OPEN and conversation.waiting_since and not conversation.merged_into:
                break
        else:
            raise SystemExit("nobody waits for an answer")
        said = messages.list_messages(conversation.id).items
        assert any(one.id == event.additional_properties["message"] for one in said), "the event's message is in the conversation"

        once, answer = str(uuid.uuid4()), NewMessage(text="Dzień dobry, już sprawdzamy.")
        sent = messages.send_message(conversation.id, answer, idempotency_key=once)
        again = messages.send_message(conversation.id, answer, idempotency_key=once)
        assert sent.id == again.id, "sent twice under one key, it was written twice"
        closed = conversations.change_conversation(conversation.id, Changed(status=Status.SOLVED))
        assert closed.status == Status.SOLVED, closed.status

        after, _ = poll(events, position)
        ours = [event for event in after if event.additional_properties.get("conversation") == conversation.id]
        kinds = [event.kind for event in ours]
        assert kinds.count("message.replied") == 1, kinds
        assert "conversation.status_changed" in kinds, kinds
        try:
            conversations.get_conversation("cnv_0000000000000")
        except kontuar.ApiException as refused:
            assert refused.status == 404, refused
        else:
            raise SystemExit("a conversation that is not there was found")
    print(f"answered and closed {conversation.id}; the log told of it as {', '.join(kinds)}")


if __name__ == "__main__":
    main(sys.argv[1])
