# What unit tests and fuzz targets need beyond the libraries of the programs.
UNIT_LIBS = -lutf8proc -ljpeg -lm
