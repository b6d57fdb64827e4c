#!/bin/bash
# Derivatives have the pixels that an independent decoder finds in the source:
# the formats' own tools, and Pillow.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/derive.sh
. "$here/derive.sh"
python=/usr/bin/python3
$python -c 'import PIL.Image' 2>/dev/null || skip_all "no python3-pil"

mkdir p ref
# A drawing of 150 by 100 with no symmetry, and as each kind that Pillow writes.
cat >make.py <<'EOF'
from PIL import Image, ImageDraw
import struct
im = Image.new("RGB", (150, 100), (240, 236, 220))
d = ImageDraw.Draw(im)
d.ellipse((15, 10, 75, 90), fill=(31, 120, 40))
d.rectangle((90, 20, 140, 50), fill=(200, 30, 30))
d.rectangle((90, 60, 120, 90), fill=(30, 40, 190))
d.rectangle((0, 0, 12, 12), fill=(0, 0, 0))
im.save("drawing.png"); im.save("drawing.ppm")
grey = im.convert("L"); grey.save("grey.png"); grey.save("grey.pgm")
hole = im.copy().convert("RGBA")
hole.paste((255, 0, 0, 0), (0, 60, 15, 100))
white = Image.new("RGBA", im.size, "white")
seen = Image.alpha_composite(white, hole).convert("RGB")
def put(name, picture, truth=None, **options):
    picture.save("p/" + name, **options)
    (truth or picture).convert("RGB").save("ref/" + name + ".ppm")
put("rgb.png", im); put("grey.png", grey); put("alpha.png", hole, seen)
put("palette.png", im.quantize(16)); put("bilevel.png", grey.convert("1"))
for kind in ("tiff_lzw", "tiff_deflate", "packbits", None):
    put("rgb-%s.tif" % kind, im, compression=kind)
put("jpeg.tif", im, compression="jpeg", quality=95)
put("grey.tif", grey); put("palette.tif", im.quantize(16))
put("bilevel.tif", grey.convert("1"), compression="group4")
put("alpha.tif", hole, seen)
put("cmyk.tif", im.convert("CMYK"))
put("sixteen.tif", grey.convert("I").point(lambda v: v * 257).convert("I;16"),
    grey)
small = im.resize((75, 50))
small.save("p/pages.tif", save_all=True, append_images=[im, small])
im.save("ref/pages.tif.ppm")
put("rgb.bmp", im); put("grey.bmp", grey); put("palette.bmp", im.quantize(16))
put("bilevel.bmp", grey.convert("1"))
put("rgb.gif", im.quantize(32)); put("rgb.jpg", im, quality=95)
put("grey.jpg", grey, quality=95); put("progressive.jpg", im, quality=95,
    progressive=True)
put("cmyk.jpg", im.convert("CMYK"), quality=95)
put("rgb.ppm", im); put("grey.pgm", grey)
put("lossy.webp", im, quality=95); put("lossless.webp", im, lossless=True)
put("alpha.webp", hole, seen, lossless=True)
# Files by hand. 32 bits with an unused byte, top row first; OS/2 palettes.
rows = im.tobytes()
px = [rows[i:i + 3][::-1] for i in range(0, len(rows), 3)]
def bmp(name, header, body, truth=im, palette=b""):
    at = 14 + len(header) + len(palette)
    open("p/" + name, "wb").write(b"BM" + struct.pack("<IHHI", at + len(body),
        0, 0, at) + header + palette + body)
    truth.convert("RGB").save("ref/" + name + ".ppm")
def info(bits, packing=0, height=-100, size=40, n=0):
    return struct.pack("<IiiHHIIiiII", size, 150, height, 1, bits, packing, n,
        0, 0, 0, 0)
bmp("unused-0.bmp", info(32), b"".join(p + b"\0" for p in px))
bmp("unused-9.bmp", info(32), b"".join(p + b"\x09" for p in px))
bmp("masks.bmp", info(16, 3) + struct.pack("<3I", 0xF800, 0x7E0, 0x1F),
    b"".join(struct.pack("<H", p[2] >> 3 << 11 | p[1] >> 2 << 5 | p[0] >> 3)
    for p in px))
q = im.quantize(16); colours = q.getpalette()[:48]; index = q.tobytes()
def entries(n):
    return b"".join(bytes(colours[i:i + 3][::-1]) + b"\0" * (n - 3)
        for i in range(0, 48, 3))
four = b"".join(bytes(index[y * 150 + x] << 4 | index[y * 150 + x + 1]
    for x in range(0, 150, 2)) + b"\0" for y in range(99, -1, -1))
bmp("os2-1.bmp", struct.pack("<IHHHH", 12, 150, 100, 1, 4), four, q,
    entries(3))
bmp("os2-2.bmp", info(4, height=100, size=64) + b"\0" * 24, four, q,
    entries(4))
runs = b""
for y in range(99, -1, -1):
    row = index[y * 150:(y + 1) * 150]; x = 0
    while x < 150:
        n = 1
        while x + n < 150 and n < 255 and row[x + n] == row[x]: n += 1
        runs += bytes((n, row[x])); x += n
    runs += b"\0\0"
bmp("rle8.bmp", info(8, 1, 100, n=len(runs)), runs + b"\0\1", q,
    entries(4) + b"\0" * 960)
jpeg = open("p/rgb.jpg", "rb").read()
bmp("holds-jpeg.bmp", info(0, 4, 100, n=len(jpeg)), jpeg)
png = open("p/rgb.png", "rb").read()
bmp("holds-png.bmp", info(0, 5, 100, n=len(png)), png)
# TIFFs with samples that are no colour.
def tiff(name, extra, samples, truth):
    n = len(extra); bands = 3 + n
    head = b"II*\0" + struct.pack("<I", 8)
    long = [(256, 4, 150), (257, 4, 100), (258, 3, None), (259, 3, 1),
        (262, 3, 2), (273, 4, None), (277, 3, bands), (278, 4, 100),
        (279, 4, 15000 * bands), (338, 3, None)]
    if not n or extra == [None]: long = long[:-1]
    at = 8 + 2 + 12 * len(long) + 4
    bits = struct.pack("<%dH" % bands, *[8] * bands)
    out = head + struct.pack("<H", len(long))
    for tag, kind, value in long:
        if tag == 258: out += struct.pack("<HHII", tag, 3, bands, at)
        elif tag == 273: out += struct.pack("<HHII", tag, 4, 1, at + len(bits))
        elif tag == 338: out += struct.pack("<HHI4s", tag, 3, n,
            struct.pack("<%dH" % n, *extra).ljust(4, b"\0"))
        else: out += struct.pack("<HHII", tag, kind, 1, value)
    open("p/" + name, "wb").write(out + struct.pack("<I", 0) + bits + samples)
    truth.save("ref/" + name + ".ppm")
rgb = [rows[i:i + 3] for i in range(0, len(rows), 3)]
a = hole.getchannel("A").tobytes()
tiff("unspecified.tif", [0], b"".join(p + b"\0" for p in rgb), im)
tiff("untold.tif", [None], b"".join(p + b"\0" for p in rgb), im)
tiff("alpha-then-more.tif", [2, 0], b"".join(p + a[i:i + 1] + b"\0"
    for i, p in enumerate(rgb)), seen)
tiff("more-then-alpha.tif", [0, 2], b"".join(p + b"\0" + a[i:i + 1]
    for i, p in enumerate(rgb)), seen)
# Samples of other bits than 8, in both byte orders; separate tiles.
def samples(name, bits, bands, data, truth, photometric=None, form=1, end="<",
    extra=None):
    tags = [(256, 4, 150), (257, 4, 100), (258, 3, bits), (259, 3, 1),
        (262, 3, photometric if photometric is not None else bands // 3 + 1),
        (273, 4, None), (277, 3, bands), (278, 4, 100), (279, 4, len(data)),
        (338, 3, extra), (339, 3, form)]
    tags = [t for t in tags if t[0] != 338 or extra is not None]
    tags = [t for t in tags if t[0] != 262 or photometric != "none"]
    at = 8 + 2 + 12 * len(tags) + 4
    out = (b"II*\0" if end == "<" else b"MM\0*") + struct.pack(end + "IH", 8,
        len(tags))
    for tag, kind, value in tags:
        if tag in (258, 339) and bands > 2:
            out += struct.pack(end + "HHII", tag, 3, bands,
                at + (0 if tag == 258 else 2 * bands))
        elif tag == 273:
            out += struct.pack(end + "HHII", tag, 4, 1, at + 4 * bands)
        elif kind == 3: out += struct.pack(end + "HHIHH", tag, 3, 1, value, 0)
        else: out += struct.pack(end + "HHII", tag, kind, 1, value)
    open("p/" + name, "wb").write(out + struct.pack(end + "I", 0) +
        struct.pack(end + "%dH" % bands, *[bits] * bands) +
        struct.pack(end + "%dH" % bands, *[form] * bands) + data)
    if truth: truth.convert("RGB").save("ref/" + name + ".ppm")
def packed(values, bits, row):
    out = b""
    for i in range(0, len(values), row):
        s = "".join(format(v, "0%db" % bits) for v in values[i:i + row])
        s += "0" * (-len(s) % 8)
        out += int(s, 2).to_bytes(len(s) // 8, "big")
    return out
for bits in (4, 6, 10, 12, 14, 24, 32):
    most = (1 << bits) - 1
    for bands, of in ((1, grey), (3, im)):
        values = [v * most // 255 for v in of.tobytes()]
        seen_as = of.point([v * most // 255 * 255 // most
            for v in range(256)] * bands)
        for end, order in (("<", "little"), (">", "big")):
            if bits % 8:
                data = packed(values, bits, 150 * bands)
            else:
                data = b"".join(v.to_bytes(bits // 8, order) for v in values)
            samples("bits-%d-%d-%s.tif" % (bits, bands, order), bits, bands,
                data, seen_as, end=end)
samples("white-is-0.tif", 16, 1, b"".join(struct.pack(">H", 65535 - v * 257)
    for v in grey.tobytes()), grey, photometric=0, end=">")
for bits in (4, 6, 12):
    most = (1 << bits) - 1
    for extra in (1, 2):
        values = []
        for p, alpha in zip(rgb, a):
            part = alpha / 255 if extra == 1 else 1
            values += [int(v * part * most / 255 + .5) for v in p]
            values.append(alpha * most // 255)
        samples("alpha-%d-of-%d.tif" % (extra, bits), bits, 4,
            packed(values, bits, 600), seen, extra=extra)
# YCbCr as it is, in blocks of 2 by 2, and as JPEG of the old style: the whole
# JPEG, with nothing but its place in the TIFF.
def luma(name, data, sampling, compression=1, planar=1, more=()):
    tags = [(256, 4, 150), (257, 4, 100), (258, 3, 8), (259, 3, compression),
        (262, 3, 6), (273, 4, 400), (277, 3, 3), (278, 4, 100),
        (279, 4, len(data)), (284, 3, planar), *more,
        (530, 3, sampling[0] | sampling[1] << 16)]
    out = b"II*\0" + struct.pack("<IH", 8, len(tags))
    for tag, kind, value in tags:
        if tag == 258: out += struct.pack("<HHII", tag, 3, 3, 300)
        else: out += struct.pack("<HHII", tag, kind, 2 if tag == 530 else 1, value)
    out = out.ljust(300, b"\0") + struct.pack("<3H", 8, 8, 8)
    open("p/" + name, "wb").write(out.ljust(400, b"\0") + data)
    im.save("ref/" + name + ".ppm")
ycc = [c.tobytes() for c in im.convert("YCbCr").split()]
luma("luma.tif", bytes(v for p in zip(*ycc) for v in p), (1, 1))
small = [c.resize((75, 50), Image.BOX).tobytes() for c in im.convert("YCbCr").split()]
luma("luma-420.tif", b"".join(bytes((ycc[0][y * 150 + x], ycc[0][y * 150 + x + 1],
    ycc[0][y * 150 + x + 150], ycc[0][y * 150 + x + 151],
    small[1][y // 2 * 75 + x // 2], small[2][y // 2 * 75 + x // 2]))
    for y in range(0, 100, 2) for x in range(0, 150, 2)), (2, 2))
import io
for name, sampling in (("444", 0), ("420", 2)):
    f = io.BytesIO(); im.save(f, "jpeg", quality=95, subsampling=sampling)
    luma("old-jpeg-%s.tif" % name, f.getvalue(), (2, 2) if sampling else (1, 1), 6,
        more=((512, 3, 1), (513, 4, 400), (514, 4, len(f.getvalue()))))
# Signed and floating-point ones are not certain: nothing is made of them.
import os
os.mkdir("refused")
samples("signed.tif", 8, 1, bytes((v - 128) & 255 for v in grey.tobytes()),
    None, form=2)
samples("float.tif", 32, 3, b"".join(struct.pack("<f", v / 255)
    for v in im.tobytes()), None, form=3)
samples("no-meaning.tif", 8, 1, grey.tobytes(), None, photometric="none")
luma("planes.tif", ycc[0] + small[1] + small[2], (2, 2), planar=2)
os.remove("ref/planes.tif.ppm")
for name in ("signed.tif", "float.tif", "no-meaning.tif", "planes.tif"):
    os.rename("p/" + name, "refused/" + name)
# Photoshop's composites: planes, as they are or in runs.
def runs(row):
    out, i = b"", 0
    while i < len(row):
        n = 1
        while n < 128 and i + n < len(row) and row[i + n] == row[i]: n += 1
        if n > 2: out += bytes([257 - n, row[i]])
        else:
            while n < 128 and i + n < len(row) and \
                (i + n + 1 >= len(row) or row[i + n] != row[i + n + 1]): n += 1
            out += bytes([n - 1]) + row[i:i + n]
        i += n
    return out
def predicted(row, depth):
    step = depth // 8
    values = [int.from_bytes(row[i:i + step], "big") for i in range(0, len(row), step)]
    return b"".join(((v - p) % 256 ** step).to_bytes(step, "big")
        for v, p in zip(values, [0] + values))
def psd(name, mode, planes, truth, depth=8, packed=True, palette=b"", extra=0,
    merged=1, large=False, cut=0, packing=None):
    step = (150 * depth + 7) // 8
    planes = planes + [bytes(step * 100)] * extra
    head = b"8BPS" + struct.pack(">H6xHIIHH", 2 if large else 1, len(planes), 100,
        150, depth, mode)
    version = struct.pack(">IB", 1, merged) + bytes(8)
    resources = b"8BIM" + struct.pack(">HHI", 1057, 0, len(version)) + version + b"\0"
    out = head + struct.pack(">I", len(palette)) + palette + struct.pack(">I",
        len(resources)) + resources + bytes(8 if large else 4)
    rows_ = [p[i:i + step] for p in planes for i in range(0, len(p), step)]
    if packing:
        import zlib
        if packing == 3: rows_ = [predicted(r, depth) for r in rows_]
        out += struct.pack(">H", packing)
        rows_ = [zlib.compress(b"".join(rows_))] if packing < 4 else rows_
    elif packed:
        rows_ = [runs(r) for r in rows_]
        out += struct.pack(">H", 1) + b"".join(struct.pack(">I" if large else
            ">H", len(r)) for r in rows_)
    else: out += struct.pack(">H", 0)
    out += b"".join(rows_)
    open("p/" + name, "wb").write(out[:len(out) - cut])
    if truth: truth.convert("RGB").save("ref/" + name + ".ppm")
def planes(picture): return [c.tobytes() for c in picture.split()]
def deep(planes): return [b"".join(struct.pack(">H", v * 257) for v in p)
    for p in planes]
few = im.quantize(16)
colours = bytes(few.getpalette()).ljust(768, b"\0")
colours = b"".join(colours[c:768:3] for c in range(3))
ink = im.convert("CMYK")
inks = [bytes(255 - v for v in p) for p in planes(ink)]
for packed_ in (True, False):
    n = "runs" if packed_ else "plain"
    psd(n + "-rgb.psd", 3, planes(im), im, packed=packed_)
    psd(n + "-grey.psd", 1, planes(grey), grey, packed=packed_)
    psd(n + "-ink.psd", 4, inks, ink, packed=packed_)
    psd(n + "-palette.psd", 2, [few.tobytes()], few, packed=packed_, palette=colours)
    psd(n + "-rgb16.psd", 3, deep(planes(im)), im, 16, packed=packed_)
    psd(n + "-duotone.psd", 8, planes(grey), grey, packed=packed_, palette=b"x" * 99)
    psd(n + "-channels.psd", 3, planes(im), im, packed=packed_, extra=2)
    psd(n + "-large.psb", 3, planes(im), im, packed=packed_, large=True)
for name in ("runs-rgb.psd", "plain-grey.psd", "runs-ink.psd", "plain-palette.psd"):
    other = Image.open("p/" + name)
    other.load()
    assert other.size == im.size, name
    assert name == "runs-ink.psd" or other.convert("RGB").tobytes() == Image.open(
        "ref/" + name + ".ppm").tobytes(), name
for how in (2, 3):
    n = "zip%d" % how
    psd(n + "-rgb.psd", 3, planes(im), im, packing=how)
    psd(n + "-rgb16.psd", 3, deep(planes(im)), im, 16, packing=how)
    psd(n + "-ink.psd", 4, inks, ink, packing=how)
    psd(n + "-grey.psb", 1, planes(grey), grey, packing=how, large=True)
black = im.convert("1")
bits = bytes(255 - v for v in black.tobytes())
for how in (None, 2):
    psd("bitmap%s.psd" % (how or ""), 0, [bits], black, 1, packing=how)
from PIL import ImageCms
lab = ImageCms.profileToProfile(im, ImageCms.createProfile("sRGB"),
    ImageCms.createProfile("LAB"), outputMode="LAB")
lab = planes(lab)
psd("lab.psd", 9, lab, im)
psd("lab16.psd", 9, deep(lab), im, 16, packing=3)
psd("layers.psd", 3, planes(im), None, merged=0)
psd("channels-only.psd", 7, planes(im), None)
psd("deep.psd", 3, planes(im), None, 32)
for name in ("layers.psd", "channels-only.psd", "deep.psd"):
    os.rename("p/" + name, "refused/" + name)
os.mkdir("broken")
psd("cut.psd", 3, planes(im), None, cut=3000)
psd("cut-plain.psd", 3, planes(im), None, packed=False, cut=9)
psd("cut-zip.psd", 3, planes(im), None, packing=2, cut=999)
psd("no-packing.psd", 3, planes(im), None, packing=4)
for name in ("cut.psd", "cut-plain.psd", "cut-zip.psd", "no-packing.psd"):
    os.rename("p/" + name, "broken/" + name)
# Turned by what each container says.
turns = (None, 0, 3, 1, 5, 2, 6, 4) # Pillow's operations, undone by EXIF's 1-8
for way in range(1, 9):
    stored = im if way == 1 else im.transpose(turns[way - 1])
    exif = Image.Exif(); exif[0x112] = way
    for kind in ("jpg", "png", "webp"):
        options = {} if kind == "png" else {"quality": 95}
        stored.save("p/way-%d.%s" % (way, kind), exif=exif.tobytes(), **options)
        im.save("ref/way-%d.%s.ppm" % (way, kind))
    stored.save("p/way-%d.tif" % way, tiffinfo={274: way})
    im.save("ref/way-%d.tif.ppm" % way)
im.save("base.tif")
# A GIF whose first frame is a part of its canvas.
part = im.crop((0, 0, 75, 100)).quantize(16)
part.save("part.gif"); gif = bytearray(open("part.gif", "rb").read())
gif[6:8] = struct.pack("<H", 150); open("p/part.gif", "wb").write(gif)
canvas = Image.new("RGB", im.size, "white")
canvas.paste(part.convert("RGB"), (0, 0)); canvas.save("ref/part.gif.ppm")
# A PNG in linear light.
linear = [round(((v / 255) ** 2.2) * 255) for v in range(256)]
from PIL.PngImagePlugin import PngInfo, putchunk
def chunked(name, picture, chunk, data, truth):
    import io, zlib
    f = io.BytesIO(); picture.save(f, "png"); b = f.getvalue()
    whole = chunk + data
    extra = struct.pack(">I", len(data)) + whole + struct.pack(">I",
        zlib.crc32(whole))
    open("p/" + name, "wb").write(b[:33] + extra + b[33:])
    truth.save("ref/" + name + ".ppm")
chunked("gamma.png", im.point(linear * 3), b"gAMA",
    struct.pack(">I", 100000), im)
chunked("gamma-2.2.png", im, b"gAMA", struct.pack(">I", 45455), im)
# Colours by their code points: linear light, and screens called P3.
def code(v):
    v = min(max(v, 0), 1)
    return round(255 * (12.92 * v if v <= 0.0031308
        else 1.055 * v ** (1 / 2.4) - 0.055))
def light(v):
    return v / 255 / 12.92 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4
chunked("cicp.png", im, b"cICP", bytes((1, 13, 0, 1)), im)
chunked("cicp-linear.png", im, b"cICP", bytes((1, 8, 0, 1)),
    im.point([code(v / 255) for v in range(256)] * 3))
P3 = ((1.2249, -0.2247, 0), (-0.0420, 1.0419, 0), (-0.0197, -0.0786, 1.0979))
p3 = im.copy(); found = {}
for p in set(im.getdata()):
    l = [light(v) for v in p]
    found[p] = tuple(code(sum(a * b for a, b in zip(r, l))) for r in P3)
p3.putdata([found[p] for p in im.getdata()])
chunked("cicp-p3.png", im, b"cICP", bytes((12, 13, 0, 1)), p3)
b = open("p/rgb.png", "rb").read()
text = struct.pack(">I", 3) + b"tEXta\0b" + b"\0\0\0\0"
open("p/checksum.png", "wb").write(b[:33] + text + b[33:])
im.save("ref/checksum.png.ppm")
# A profile of Lab on pixels of RGB is no profile.
from PIL import ImageCms
lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
put("lab-profile.png", im, icc_profile=lab)
# Samples for JPEG 2000 with subsampled colour.
y, cb, cr = im.convert("YCbCr").split()
open("420.yuv", "wb").write(y.tobytes() + cb.resize((75, 50)).tobytes() +
    cr.resize((75, 50)).tobytes())
open("signed.raw", "wb").write(bytes(v ^ 128 for v in grey.tobytes()))
EOF
$python make.py 2>err || { sed 's/^/# /' err; skip_all "Pillow writes too little"; }

# same_as NAME PICTURE: what NAME should be, for those of other tools.
same_as() { [ -s "p/$1" ] && cp "$2" "ref/$1.ppm"; }
if command -v opj_compress >/dev/null; then
	j2k() { opj_compress -i "$2" -o "p/$1" "${@:3}" >/dev/null 2>&1; }
	j2k rgb.jp2 drawing.png && same_as rgb.jp2 drawing.ppm
	j2k grey.jp2 grey.png && same_as grey.jp2 grey.pgm
	j2k offset.j2k drawing.png -d 40,30 && same_as offset.j2k drawing.ppm
	j2k offset.jp2 drawing.png -d 7,9 -T 3,2 -t 64,64 &&
		same_as offset.jp2 drawing.ppm
	j2k half.j2k drawing.png -s 2,2 && same_as half.j2k drawing.ppm
	j2k tiles.jp2 drawing.png -t 64,64 && same_as tiles.jp2 drawing.ppm
	j2k lossy.j2k drawing.png -r 10 && same_as lossy.j2k drawing.ppm
	opj_compress -i 420.yuv -F 150,100,3,8,u@1x1:2x2:2x2 -o p/420.j2k \
		>/dev/null 2>&1 || opj_compress -i 420.yuv \
		-F 150,100,3,8,u@1x1:2x2:2x2 -o p/420.j2k >/dev/null 2>&1
	same_as 420.j2k drawing.ppm
	cp signed.raw signed.rawl
	opj_compress -i signed.raw -F 150,100,1,8,s -o p/signed.j2k \
		>/dev/null 2>&1
	same_as signed.j2k grey.pgm
fi
if command -v tiffcp >/dev/null; then
	copied() { tiffcp "${@:2}" base.tif "p/$1" 2>/dev/null && same_as "$1" drawing.ppm; }
	copied tiles.tif -t -w 64 -l 64
	copied separate.tif -p separate
	copied separate-tiles.tif -t -w 64 -l 64 -p separate
	copied big.tif -B && copied bigtiff.tif -8 && copied bigtiff-big.tif -8 -B
	copied predictor.tif -c lzw:2 && copied reversed.tif -f lsb2msb
fi
# A profile whose primaries are all dark.
$python -c '
import struct; from PIL import Image
names = [b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"]
data = [b"XYZ " + bytes(16)] * 3 + [b"curv" + struct.pack(">IIH", 0, 1, 461) + bytes(2)] * 3
at = 132 + 12 * len(names); table = body = b""
for name, value in zip(names, data):
    table += struct.pack(">4sII", name, at + len(body), len(value)); body += value
profile = struct.pack(">I4xI4s4s4s12x4s", at + len(body), 0x02200000, b"scnr",
    b"RGB ", b"XYZ ", b"acsp")
profile = profile.ljust(68, b"\0") + struct.pack(">III", 63190, 65536, 54061)
profile = profile.ljust(128, b"\0") + struct.pack(">I", len(names)) + table + body
Image.open("drawing.png").convert("RGB").save("p/dark-profile.png", icc_profile=profile)' &&
	same_as dark-profile.png drawing.ppm
if command -v cjxl >/dev/null; then
	jxl() { cjxl "$2" "p/$1" "${@:3}" >/dev/null 2>&1; }
	jxl lossy.jxl drawing.png -d 1 && same_as lossy.jxl drawing.ppm
	jxl lossless.jxl drawing.png -d 0 && same_as lossless.jxl drawing.ppm
	jxl grey.jxl grey.png -d 0 && same_as grey.jxl grey.pgm
	jxl boxes.jxl drawing.png -d 0 --container=1 &&
		same_as boxes.jxl drawing.ppm
	jxl jpeg.jxl p/rgb.jpg && same_as jpeg.jxl drawing.ppm
	jxl alpha.jxl p/alpha.png -d 0 && cp ref/alpha.png.ppm ref/alpha.jxl.ppm
fi
if command -v avifenc >/dev/null; then
	avif() { avifenc -s 10 --min 0 --max 4 "${@:3}" "$2" "p/$1" >/dev/null 2>&1; }
	avif rgb.avif drawing.png && same_as rgb.avif drawing.ppm
	avif ten.avif drawing.png -d 10 && same_as ten.avif drawing.ppm
	avif limited.avif drawing.png -r limited && same_as limited.avif drawing.ppm
	avif alpha.avif p/alpha.png && cp ref/alpha.png.ppm ref/alpha.avif.ppm
	for turn in 1 2 3; do
		avif turn-$turn.avif drawing.png --irot $turn && $python -c '
import sys; from PIL import Image
Image.open("drawing.png").rotate(90 * int(sys.argv[1]), expand=True).save(
    "ref/turn-%s.avif.ppm" % sys.argv[1])' $turn
	done
	avif mirror.avif drawing.png --imir 1 && $python -c '
from PIL import Image, ImageOps
ImageOps.mirror(Image.open("drawing.png")).save("ref/mirror.avif.ppm")'
	# Properties in two boxes, as old encoders wrote them: not for libavif.
	perl -0777 -e 'binmode STDIN; binmode STDOUT; my $f = <STDIN>;
		my $at = index($f, "ipma") - 4;
		my ($n, undef, $kind, $count) = unpack "NA4NN", substr $f, $at, 16;
		my ($all, $new) = (substr($f, $at + 16, $n - 16), "");
		while ($count-- > 0) {
			my $one = substr $all, 0, 3 + ord(substr $all, 2, 1), "";
			$new .= pack "NA4NNa*", 16 + length $one, "ipma", $kind, 1, $one;
		}
		substr $f, $at, $n, $new;
		my $more = length($new) - $n;
		my $add = sub { substr $f, $_[0], 4,
			pack "N", $more + unpack "N", substr $f, $_[0], 4 };
		$add->(index($f, $_) - 4) for "iprp", "meta";
		$at = index($f, "iloc") + 12;
		for my $item (1 .. unpack "n", substr $f, $at - 2, 2) {
			my $extents = unpack "n", substr $f, $at + 4, 2;
			$add->($at + 6 + 8 * $_) for 0 .. $extents - 1;
			$at += 6 + 8 * $extents;
		}
		print $f' <p/alpha.avif >p/way-two-boxes.avif &&
		cp ref/alpha.png.ppm ref/way-two-boxes.avif.ppm
	# The colours of BT.2020, by their matrix to those of sRGB.
	avif 2020.avif drawing.png --cicp 9/13/9 && $python -c '
from PIL import Image
M = ((1.6605, -0.5876, -0.0728), (-0.1246, 1.1329, -0.0083),
    (-0.0182, -0.1006, 1.1187))
def light(v):
    v /= 255
    return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4
def code(v):
    v = min(max(v, 0), 1)
    return round(255 * (12.92 * v if v <= 0.0031308
        else 1.055 * v ** (1 / 2.4) - 0.055))
im = Image.open("drawing.png").convert("RGB"); seen = {}
def convert(p):
    if p not in seen:
        l = [light(v) for v in p]
        seen[p] = tuple(code(sum(a * b for a, b in zip(r, l))) for r in M)
    return seen[p]
im.putdata([convert(p) for p in im.getdata()]); im.save("ref/2020.avif.ppm")'
fi
if command -v heif-enc >/dev/null; then
	heif-enc -q 95 -o p/rgb.heic drawing.png >/dev/null 2>&1 &&
		same_as rgb.heic drawing.ppm
fi
rm -f ref/*.ppm.tmp

# What the formats' own tools make of them is the same: so the truth is one.
independent() {
	case $1 in
	p/*.jp2 | p/*.j2k) opj_decompress -i "$1" -o own.png ;;
	p/*.jxl) djxl "$1" own.png ;;
	p/way-*.* | p/turn-*.avif | p/mirror.avif | p/2020.avif) return 1 ;;
	p/*.avif) avifdec "$1" own.png ;;
	p/*.heic) heif-convert "$1" own.png ;;
	p/*.webp) dwebp "$1" -o own.png ;;
	p/rgb*.tif) tifftopnm "$1" >own.png ;;
	p/rgb.jpg | p/grey.jpg | p/progressive.jpg) djpeg "$1" >own.png ;;
	*) return 1 ;;
	esac >own.log 2>&1
}
cat >compare.py <<'EOF'
import sys; from PIL import Image, ImageChops, ImageStat
a, b = (Image.open(f) for f in sys.argv[1:3])
def flat(im):
    if im.mode in ("RGBA", "LA"):
        return Image.alpha_composite(Image.new("RGBA", im.size, "white"),
            im.convert("RGBA")).convert("RGB")
    return im.convert("RGB")
a, b = flat(a), flat(b)
if a.size != b.size: print("%dx%d, not %dx%d" % (a.size + b.size)); sys.exit(1)
off = sum(ImageStat.Stat(ImageChops.difference(a, b)).mean) / 3
print("%.2f" % off); sys.exit(off > float(sys.argv[3]))
EOF
for file in p/*; do
	[ -s "ref/${file#p/}.ppm" ] || rm "$file"
done
stream p/* >in.tsv
img-check in.tsv >checked.tsv 2>err
status 0 "all are derived" img-derive -q -s store checked.tsv
sed 's/^/# /' err | head
cp out derived.tsv
is "$(awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$at["verdict"] != "ok" && $at["verdict"] != "warn" { print $1, $NF }' \
	derived.tsv)" '' "and each is fit for the web then"
row=0
for file in p/*; do
	row=$((row + 1))
	name=${file#p/}
	large=$(cell derived.tsv $row largeFile)
	# CMYK without a profile has no one truth.
	limit=5
	case $name in cmyk* | *-ink*) limit=25 ;; lossy* | 420* | bilevel*) limit=8 ;; esac
	off=$($python compare.py "store/$large" "ref/$name.ppm" $limit 2>&1)
	ok $? "$name: off by $off of 255"
	if independent "$file"; then
		off=$($python compare.py own.png "ref/$name.ppm" 8 2>&1)
		ok $? "$name: so its own tool finds, off by $off"
	fi
done
echo "# $row pictures"
stream refused/* >in.tsv
img-check in.tsv >refused.tsv 2>err
is "$(awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	{ print $at["name"], $at["verdict"] }' refused.tsv | tr '\n' ,)" \
	'channels-only.psd bad,deep.psd bad,float.tif bad,layers.psd bad,no-meaning.tif bad,planes.tif bad,signed.tif bad,' \
	"what nobody can be sure of is no promise"
img-derive -q -s refuses in.tsv >out 2>err
is "$(cut -f 1 out | wc -l) $(grep -c derive-unknown-format out)" '8 7' \
	"and refused"
stream broken/* >in.tsv
img-derive -q -s refuses in.tsv >out 2>err
is "$(cut -f 1 out | wc -l) $(grep -c derive-broken out)" '5 4' \
	"pixels that are not all there"
img-check in.tsv >cut.tsv 2>err
is "$(awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	{ print $at["name"], $at["problems"] }' cut.tsv | tr '\n' ,)" \
	'cut-plain.psd truncated not-web,cut-zip.psd not-web tiny,cut.psd truncated not-web,no-packing.psd corrupt not-web,' \
	"which img-check finds where it need not unpack them"
img-derive -q -s second --page 1 --thumbnail 0 --web 0 checked.tsv >out 2>err
is "$(awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$at["name"] == "pages.tif" { print $at["largeXDimension"] }' out)" 75 \
	"--page chooses another page"
img-derive -v -s third --page 4 --thumbnail 0 --web 0 checked.tsv >out 2>err
like "$(cat err)" 'pages.tif: derive-[a-z]*: the TIFF has no page 4' \
	"a page that is not there is said"
is "$(find third -name 'pages*' -type f | wc -l)" 0 'and none is made of another'
done_testing
