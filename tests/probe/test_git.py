from __future__ import annotations

from inspector.probe.git import Remote, Repository, repository

URL = "git@gitlab.example.invalid:team/app.git"


def configured(folder, text):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config").write_text(text)
    return folder


def remote(name, url):
    return f'[remote "{name}"]\n\turl = {url}\n'


def test_a_folder_below_a_repository_finds_its_remotes_origin_first(tmp_path):
    configured(tmp_path / ".git", remote("backup", "/srv/a") + remote("origin", URL))
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)

    here = repository(below, {})

    assert tmp_path == here.folder
    assert [("origin", URL), ("backup", "/srv/a")] == [(r.name, r.url) for r in here.remotes]


def test_of_several_urls_the_first_counts(tmp_path):
    configured(tmp_path / ".git", remote("origin", URL) + "\turl = other\n")

    assert (Remote("origin", URL, URL),) == repository(tmp_path, {}).remotes


def test_a_submodule_s_file_leads_to_its_configuration(tmp_path):
    configured(tmp_path / ".git" / "modules" / "sub", remote("origin", URL))
    sub = tmp_path / "sub"
    sub.mkdir()
    (sub / ".git").write_text("gitdir: ../.git/modules/sub\n")

    here = repository(sub, {})

    assert (sub, URL) == (here.folder, here.remotes[0].url)


def test_a_worktree_shares_the_configuration_of_its_repository(tmp_path):
    configured(tmp_path / "main" / ".git", remote("origin", URL))
    git = tmp_path / "main" / ".git" / "worktrees" / "tree"
    git.mkdir(parents=True)
    (git / "commondir").write_text("../..\n")
    (git / "config.worktree").write_text("[user]\nname = Of This Tree\n")
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / ".git").write_text(f"gitdir: {git}\n")

    here = repository(tree, {})

    assert ([URL], ("Of This Tree",)) == ([one.url for one in here.remotes], here.authors)


def test_the_longest_instead_of_counts_wherever_it_stands(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(
        '[url "https://short.example.invalid/"]\ninsteadOf = gl:\n'
        '[url "ssh://git@long.example.invalid/"]\ninsteadOf = gl:team/\n'
        "[user]\nname = Ksenia\nemail = ksenia@example.invalid\n"
    )
    configured(tmp_path / "repo" / ".git", remote("origin", "gl:team/app.git"))

    here = repository(tmp_path / "repo", {"HOME": str(home)})

    assert (
        Remote("origin", "ssh://git@long.example.invalid/app.git", "gl:team/app.git"),
    ) == here.remotes
    assert ("Ksenia", "ksenia@example.invalid") == here.authors


def test_outside_a_repository_there_is_none(tmp_path):
    (tmp_path / ".git").write_text("no pointer")

    assert Repository() == repository(tmp_path, {})
