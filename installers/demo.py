"""A sync server with a demo company, and a rep's desktop on it."""

import argparse
import shutil
import subprocess
import sys
import time
from pathlib import Path

import msgspec

from crm_desktop.core.demo import MANAGER_LOGIN, REP_LOGIN
from crm_desktop.core.errors import UserError
from crm_desktop.core.protocol import SignIn
from crm_desktop.replica import vault
from crm_desktop.sync.engine import enrol
from crm_desktop.sync.remote import HttpServer
from installers.serving import ServerError, ServerProcess, one_time_code, server_command

ROOT = Path(__file__).resolve().parent.parent
PORT = 8480
DEMO_PASSWORD = "shanghai river morning"  # noqa: S105 - of the invented company on this computer alone


def main() -> int:
    """Run until the window is closed or Ctrl+C; returns the exit code."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--fresh", action="store_true", help="begin anew: forget the demo company and both desktops")
    options = asked.parse_args()
    folder = ROOT / "out" / "run"
    if options.fresh:
        shutil.rmtree(folder, ignore_errors=True)
    try:
        return run_demo(folder)
    except (ServerError, UserError, OSError) as error:
        print(f"make run: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def run_demo(folder: Path) -> int:
    """Serve the demo company from a folder and open the rep's desktop on it."""
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "server.db"
    if not database.exists():
        print("Making the demo company (two years of it, a few seconds) …", flush=True)
        server_command("init", "--demo", "--database", database)
    server = ServerProcess(database, PORT, moves=True)
    address = server.start()
    try:
        if not address.endswith(f":{PORT}"):
            print(f"Port {PORT} is taken; the server took the next free one.")
        print(f"The server answers at {address}")
        desktop(folder / REP_LOGIN, address, database, REP_LOGIN)
        tell_manager(folder / MANAGER_LOGIN, address, database)
        print(
            f"\nYou are {REP_LOGIN}. Her password: {DEMO_PASSWORD}\nClose the window or press Ctrl+C to end.",
            flush=True,
        )
        return subprocess.call([sys.executable, "-m", "crm_desktop", "--data", str(folder / REP_LOGIN)], cwd=ROOT)
    finally:
        server.stop()


def desktop(folder: Path, address: str, database: Path, login: str) -> None:
    """Enrol a desktop by a one-time code as any laptop is; an enrolled one learns the server's present address."""
    if (folder / vault.HEADER).exists():
        header = vault.read_header(folder)
        if header.address != address:
            vault.write_header(folder, msgspec.structs.replace(header, address=address))
        return
    request = SignIn(
        login=login, password=DEMO_PASSWORD, device=f"demo-{login}-{time.time_ns():x}", device_name="demo",
        clock=time.time_ns() // 1000, code=one_time_code(database, login),
    )  # fmt: skip
    server = HttpServer(address)
    try:
        enrol(folder, server, address, request, lambda: time.time_ns() // 1000).close()
    finally:
        server.close()


def tell_manager(folder: Path, address: str, database: Path) -> None:
    """Say how to open a second desktop as the rep's manager."""
    command = f"{Path(sys.executable).parent / 'satchel'} --data {folder}"
    print("\nA second desktop, as her manager, in another terminal:")
    if (folder / vault.HEADER).exists():
        desktop(folder, address, database, MANAGER_LOGIN)
        print(f"  {command}\n  with the password you chose for {MANAGER_LOGIN}")
        return
    print(f"  {command} --server {address}")
    print(
        f"  sign-in name {MANAGER_LOGIN}, one-time code {one_time_code(database, MANAGER_LOGIN)}, a password of your choice"
    )


if __name__ == "__main__":
    sys.exit(main())
