"""MockRound, a mock interviewer for system design.

The floors, from the ground up; each imports only from below (the contract in pyproject.toml proves it):

errors                       what can go wrong, said once
clock | config | memory | nesting | resources   time, settings, the collector, JSON's depth, files of the package
content | llm                YAML becomes a checked Library; the gateway to language models: llm/port.py
rounds                       the log of a round and its fold: start reading at rounds/events.py, then rounds/state.py
grading                      a transcript becomes verdicts with evidence: grading/embedded.py
agenda                       which move is next: agenda/policy.py
interviewer | store          a move becomes words; a log becomes rows
usecases                     what a person can do: usecases/rounds.py
server | jobs                HTTP and durable work
wiring                       the only room that knows every concrete class
cli                          the words of the command line
"""

__version__ = "0.1.0"
