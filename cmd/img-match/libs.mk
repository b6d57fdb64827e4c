LIBS_img-match = -lpcre2-8 -lutf8proc -lcsv -larchive -lxml2
