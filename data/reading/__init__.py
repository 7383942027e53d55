"""Files of unknown origin, opened under limits in a process of their own, and the tables of cells they hold."""
