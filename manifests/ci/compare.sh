#!/usr/bin/env bash
# compare.sh BASE FOLDER [COMMENT]: judges the pipelines in FOLDER as updates of those at the commit BASE, and fails when applying them
# would lose data, replace something, or break what reads it. Before that it writes to the file COMMENT, as Markdown, what a reviewer
# wants to know. Run it at the root of the repository.
set -euo pipefail
base=$1 folder=$2 comment=${3-}
before=$(mktemp)
trap 'rm -f "$before"' EXIT

# All of BASE as one stream, so that a pipeline that moved to another file is still the same.
git ls-tree -r -z --name-only "$base" -- "$folder" | while IFS= read -r -d '' file; do
  case $file in *.yaml | *.yml) printf -- '---\n' && git show "$base:$file" && printf '\n' ;; esac
done >"$before"
mapfile -d '' -t files < <(git ls-files -z -- "$folder/*.yaml" "$folder/*.yml")
if [ ${#files[@]} -eq 0 ]; then
  echo "there is no YAML file in $folder"
  exit 1
fi

if [ -n "$comment" ]; then
  npx --no-install datapipeline render "${files[@]}" --diff "$before" --output "$comment"
fi
if ! grep -Eq '^kind: *"?DataPipeline"? *$' "$before"; then
  echo "$base has no pipeline in $folder: nothing can be lost"
  exit 0
fi
npx --no-install datapipeline validate "${files[@]}" --against "$before" --strict
