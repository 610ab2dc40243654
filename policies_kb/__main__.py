import sys
from policies_kb.compile import load_sources
if __name__ == "__main__":
    sources, problems = load_sources()
    only = [a.split("/")[-1] for a in sys.argv[2:]]
    problems = [p for p in problems if not only or p.file in only]
    print("\n".join(map(str, problems[:200]))); print(len(problems), "problems")
    sys.exit(bool(problems))
