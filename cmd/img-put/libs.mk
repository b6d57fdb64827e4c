LIBS_img-put = -lcurl -lcrypto -lz -lxml2 -lseccomp
