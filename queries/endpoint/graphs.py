"""Which graphs of an endpoint are ours, and whether it must be told to ask them alone."""

from ...errors import StoreError
from ...ontology.terms import CONTACTS, GRAPH
from .conversation import Conversation
from .store import EndpointStore, own_text


def open_endpoint(conversation: Conversation, personal_data: bool = False) -> EndpointStore:
    """Return the store of what Maillage has at an endpoint: its named graphs, less the contacts.

    Parameters
    ----------
    personal_data
        Whether to ask the named graph of contacts too, where the endpoint has it.

    Raises
    ------
    StoreError
        When the endpoint holds no graph of Maillage.
    """
    whole = EndpointStore(conversation, told=False)
    named = {str(row["graph"]) for row in whole.rows(own_text("graphs")).rows}
    ours = {
        name for name in named if name.startswith(str(GRAPH)) and (personal_data or name != str(CONTACTS))
    }
    if not ours - {str(CONTACTS)}:
        raise StoreError("endpoint.nothing-ours", where=conversation.address)
    alone = ours == named and not whole.rows(own_text("uncovered")).rows
    return EndpointStore(conversation, sorted(ours), told=not alone)
