#!/bin/sh
# Copy what is new in FROM into TO; a file that is there already belongs to whoever works on it.
set -eu

from=${1:?usage: working_copy.sh FROM TO}
to=${2:?usage: working_copy.sh FROM TO}

mkdir -p "$to"
if [ ! -d "$from" ]; then
    echo "There is no $from/ to copy assignments from; $to/ is left as it is." >&2
    exit 0
fi

(cd "$from" && find . -type f ! -path '*/.ipynb_checkpoints/*') | while IFS= read -r file; do
    if [ ! -e "$to/$file" ]; then
        mkdir -p "$to/$(dirname "$file")"
        cp "$from/$file" "$to/$file"
        echo "new: $to/${file#./}"
    fi
done
