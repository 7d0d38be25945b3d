"""The national exchange format, edXML (QCVN 102:2016/BTTTT, amended in 2022): read widely, written strictly."""
