YES = {"confirmed": "yes"}
"""What a form sends along once the question before an act was answered with yes."""
