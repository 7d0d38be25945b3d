"""The national exchange format, edXML (QCVN 102:2016/BTTTT and its amendment of 2022): read widely, written strictly."""
