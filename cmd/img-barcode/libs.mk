# Each library has one door: grey_jpeg.c libjpeg, picture/vips_start.h libvips,
# read_zbar.c libzbar, read_dmtx.c libdmtx where it is there.
HAVE_DMTX := $(shell $(PKG_CONFIG) --exists libdmtx && echo yes)
LIBS_img-barcode = -lzbar -lvips -lgobject-2.0 -lglib-2.0 -ljpeg -lpcre2-8 -lz -lm
$(BUILD)/cmd/img-barcode/grey_vips.o $(BUILD)/fuzz/img-barcode_%: ALL_CPPFLAGS += \
	$(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags-only-I vips))
ifeq ($(HAVE_DMTX),yes)
LIBS_img-barcode += -ldmtx
$(BUILD)/cmd/img-barcode/read_dmtx.o: ALL_CPPFLAGS += -DHAVE_DMTX
endif
