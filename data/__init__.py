"""What was gathered: tables of facts, each row with its source."""
