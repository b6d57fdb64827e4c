# Each library has one door: picture/vips_start.h libvips, rotate.c libturbojpeg, planes.c libjpeg,
# decode_j2k.c OpenJPEG, decode_avif.c libavif, decode_tiff.c libtiff; picture/jxl.c libjxl.
LIBS_img-derive = -lvips -lgobject-2.0 -lglib-2.0 -lturbojpeg -ljpeg -lopenjp2 -ljxl -lavif -ltiff -lcrypto -lexif -lxml2 -lz -lbrotlidec -lm
$(filter $(BUILD)/cmd/img-derive/image%.o,$(call objects_of,img-derive)) $(BUILD)/fuzz/img-derive_%: ALL_CPPFLAGS += \
	$(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags-only-I vips))
$(BUILD)/cmd/img-derive/decode_j2k.o $(BUILD)/fuzz/img-derive_%: ALL_CPPFLAGS += \
	$(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags-only-I libopenjp2))
