"""Files of unknown origin, opened under limits in a process of their own: the tables of cells they hold."""
