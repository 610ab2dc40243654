"""The hotline's console under /staff: console.py puts it together, rights.yml says who may do what."""
