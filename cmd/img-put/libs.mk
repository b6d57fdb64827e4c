LIBS_img-put = -lcurl -lcrypto -lz -lseccomp
