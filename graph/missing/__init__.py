"""The links an ecosystem may miss: ranked, evaluated on links hidden on purpose, with reasons for both."""
