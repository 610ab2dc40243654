"""A person of the office takes over a chat: when somebody is there, the wish for a person, and the words both ways.

hours.py says when the office is there, handover.py what a message of a chat means for all this, line.py keeps it.
The staff's side of the same line is web/staff/chats.py; without POLICY_OFFICE_HOURS all of it is off.
"""
