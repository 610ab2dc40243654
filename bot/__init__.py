"""What Rasa needs beside config.yml and data/: domain, endpoints, credentials, own NLU components, repairs."""
