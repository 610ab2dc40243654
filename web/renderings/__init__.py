"""One Answer said in several ways; a figure, a clause or a standing is never added and never left out."""
