"""Zones that `multisigner simulate` signs, for real servers to serve and a real unbound to validate: each algorithm,
kind of denial and model, and each fault."""
import concurrent.futures
import json
import pathlib
import re
import subprocess

from zones import HOST, PROVIDERS, TLD

ALGORITHMS = [8, 10, 13, 14, 15, 16]
DENIALS = {
    "nsec": 'denial = "nsec"',
    "compact": 'denial = "compact"',
    "nsec3": 'denial = "nsec3"',
    "optout": 'denial = "nsec3"\nnsec3 = { iterations = 7, salt = "ab12cd", opt_out = true }',
}
# Model 1 with the KSK in the hands of the owner and of a provider, and model 2.
MODELS = {"m1": (1, "owner"), "held": (1, "B"), "m2": (2, "owner")}
# Names that meet every kind of answer: positive, alias, wildcard, both denials, an empty non-terminal, a
# delegation with and one without DS, and a name behind the last one.
QUESTIONS = [
    ("", "SOA"), ("", "NS"), ("mail", "A"), ("mail", "NS"), ("www", "A"), ("any.wild", "A"), ("nobody", "A"),
    ("terminal", "A"), ("secure", "DS"), ("insecure", "DS"), ("zz", "A"),
]


def data(zone, providers):
    text = pathlib.Path(__file__).parent.parent.joinpath("simulate/zone.txt").read_text()
    text = text.replace("example.com.", zone)
    servers = "".join(f"@ NS {HOST[p]}\n" for p in providers)
    return re.sub(r"(?m)^@ NS .*\n", "", text) + servers


def catalogue():
    """(kind in kebab case, takes) of each fault, as the source lists them."""
    source = pathlib.Path(__file__).parents[2].joinpath("src/simulate/faults/catalogue.rs").read_text()
    found = re.findall(r"(?m)^    ([A-Z]\w+) [A-Z]\w+ (Nothing|At|AtAndOf)$", source)
    assert len(found) > 30, "the catalogue of faults was not found"
    return [(re.sub(r"(?<!^)(?=[A-Z])", "-", kind).lower(), takes) for kind, takes in found]


def config(zone, providers, model, each, faults="", holder="owner"):
    # Who signs on the fly has to know what it will be asked.
    asked = [f"{name}.{zone}" for name, _ in QUESTIONS if name]
    text = f'zone = "{zone}"\nmodel = {model}\nksk_holder = "{holder}"\nasked = {asked}\n{faults}\n'
    text += "".join(f'[[provider]]\nname = "{p}"\n{each}\n' for p in providers)
    return f"data = '''\n{data(zone, providers)}'''\n" + text


def plan():
    """{zone's name: configuration}"""
    configs = {}
    for algorithm in ALGORITHMS:
        for denial, lines in DENIALS.items():
            for kind, (model, holder) in MODELS.items():
                for providers in ("AB", "ABC"):
                    name = f"s{algorithm}-{denial}-{kind}-{len(providers)}"
                    each = f"algorithm = {algorithm}\n{lines}"
                    configs[name] = config(f"{name}.{TLD}", providers, model, each, holder=holder)
    each = 'algorithm = 13\nkeys = "csk"'
    # One that signs on the fly beside one with a chain.
    mixed = config(f"s13-mixed.{TLD}", "ABC", 2, "algorithm = 13")
    configs["s13-mixed"] = mixed.replace('name = "B"', 'name = "B"\ndenial = "compact"')
    configs["s13-csk"] = config(f"s13-csk.{TLD}", "ABC", 2, each)
    for kind, takes in catalogue():
        for where, (model, holder) in {"f1": (1, "owner"), "held": (1, "A"), "f2": (2, "owner")}.items():
            name = f"{where}-{kind}"
            fault = f'[[fault]]\nid = "{kind}"\n'
            fault += {"Nothing": "", "At": 'at = "B"\n', "AtAndOf": 'at = "A"\nof = "B"\n'}[takes]
            # BIND does not load a zone with CDS of an algorithm or a key that it does not have.
            cds = "true" if kind.startswith("cds-") else "false"
            configs[name] = config(f"{name}.{TLD}", "AB", model, f"cds = {cds}", fault, holder)
    return configs


class Simulated:
    def __init__(self, folder, binary):
        self.folder, self.binary = pathlib.Path(folder) / "simulated", binary
        self.files = {p: {} for p in PROVIDERS}
        self.ds, self.reports, self.impossible = {}, {}, {}
        with concurrent.futures.ThreadPoolExecutor() as pool:
            list(pool.map(lambda entry: self.simulate(*entry), plan().items()))

    def simulate(self, name, text):
        place = self.folder / name
        place.mkdir(parents=True)
        (place / "config.toml").write_text(text)
        command = [self.binary, "simulate", "--config", f"{place}/config.toml", "--out", f"{place}/out"]
        done = subprocess.run([*command, "--seed", "lab", "--format", "json"], capture_output=True, text=True)
        if done.returncode == 2 and "cannot be had" in done.stderr:
            self.impossible[name] = done.stderr.strip()
            return
        if done.returncode == 2 or not done.stdout:
            raise RuntimeError(f"{name}: {done.stderr}")
        zone = f"{name}.{TLD}"
        self.reports[zone] = json.loads(done.stdout)
        self.ds[zone] = (place / "out/parent-ds.txt").read_text()
        for p in PROVIDERS:
            if (place / "out" / p).exists():
                self.files[p][zone] = place / "out" / p / "zone.signed"

    def delegations(self):
        servers = "".join(
            f"{zone} NS {HOST[p]}\n" for p in PROVIDERS for zone in self.files[p]
        )
        return servers + "".join(self.ds.values())

    def zones(self, prefix):
        return sorted(zone for zone in self.reports if zone.startswith(prefix))
