#!/usr/bin/env bash
# Makes the encoded frames that every simulated video is put together from; needs ffmpeg with libx264 and a DejaVu font.
# The sizes are those of the pixel tables, then those of 480P and of ratios that no table of the vendor's has, then some that it makes of
# an input's own ratio: each side the largest multiple of 16 that keeps ratio and area, so that 750x1000 at 720P becomes 816x1104.
# One second of H.264 per pixel size (an IDR and 29 P pictures, no B pictures, one reference, so that seconds can be repeated and cut
# anywhere) and one second of AAC (a soft 375 Hz tone, whose period divides an AAC frame, cut from the steady middle of a longer one).
set -euo pipefail
cd "$(dirname "$0")"
font=${FONT:-/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf}

for size in 1280x720 720x1280 960x960 1104x832 832x1104 1088x832 832x1088 \
            1920x1080 1080x1920 1440x1440 1648x1248 1248x1648 1632x1248 1248x1632 \
            832x480 480x832 624x624 720x544 544x720 976x416 416x976 720x576 576x720 \
            1472x624 624x1472 1072x864 864x1072 2208x944 944x2208 1600x1280 1280x1600 \
            1104x816 816x1104 1648x1232 1232x1648; do
  width=${size%x*}
  text=$((width / 10))
  bar=$((width / 40 * 2))
  ffmpeg -v error -y -f lavfi -i "color=c=0x1e2a38:s=$size:r=30:d=1" -f lavfi -i "color=c=0xf2a33c:s=${bar}x${bar}:r=30:d=1" -filter_complex \
    "[0]drawtext=fontfile=$font:text=SIMULATED:fontcolor=white:fontsize=$text:x=(w-tw)/2:y=(h-th)/2[text];[text][1]overlay=x='(W-w)*n/30':y=H-h*2,format=yuv420p" \
    -c:v libx264 -preset veryslow -profile:v main -crf 26 -r 30 -g 30 -bf 0 -refs 1 -threads 1 \
    -x264-params keyint=30:min-keyint=30:scenecut=0:weightp=0:open-gop=0 -bsf:v filter_units=remove_types=6 -f h264 "$size.h264"
done

ffmpeg -v error -y -f lavfi -i "sine=frequency=375:sample_rate=48000:duration=4" -af "volume=-18dB,aformat=channel_layouts=stereo" \
  -c:a aac -b:a 64k -f adts - | { ffmpeg -v error -y -f aac -i - -ss 1 -t 1 -c copy -f adts tone.aac; cat > /dev/null; }
