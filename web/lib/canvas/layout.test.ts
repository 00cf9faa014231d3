import { expect, test } from "vitest";
import { addNode, type Board, changeNode, connect, EMPTY, MOST } from "../board";
import { arranged, arrangedFor, placed } from "./layout";
import { framesOf, rectsOf } from "./places";
import { framedRow, row } from "./samples";

function unplaced(board: Board): Board {
	return { ...board, nodes: board.nodes.map((node) => ({ ...node, x: null, y: null })) };
}

function xOf(board: Board, label: string): number {
	return board.nodes.find((node) => node.label === label)?.x ?? Number.NaN;
}

test("callers stand left of what they call, and above it on a tall screen", () => {
	const wide = arranged(row());
	const across = wide.nodes.map((node) => Number(node.x));
	expect(across).toEqual([...across].sort((one, other) => one - other));
	expect(new Set(across).size).toBe(4);
	expect(new Set(wide.nodes.map((node) => node.y)).size).toBe(1);
	const tall = arranged(row(), "TB");
	expect(new Set(tall.nodes.map((node) => node.x)).size).toBe(1);
	expect(new Set(tall.nodes.map((node) => node.y)).size).toBe(4);
});

test("a row is laid across a wide screen and down a tall one", () => {
	expect(arrangedFor(row(), { width: 1400, height: 600 })).toEqual(arranged(row(), "LR"));
	expect(arrangedFor(row(), { width: 328, height: 500 })).toEqual(arranged(row(), "TB"));
	expect(placed(unplaced(row()), { width: 328, height: 500 })).toEqual(arranged(row(), "TB"));
});

test("no two boxes overlap, and no stranger stands in a frame", () => {
	let board = framedRow();
	for (let extra = 0; extra < 12; extra++) {
		board = addNode(board, { label: `x${extra}` });
		board = connect(board, extra % 2 ? "n3" : "n1", board.nodes.at(-1)?.id ?? "");
	}
	expect(board.arrows).toHaveLength(15);
	const laid = arranged(board);
	const rects = [...rectsOf(laid).values()];
	for (const [at, one] of rects.entries()) {
		for (const other of rects.slice(at + 1)) {
			expect(Math.abs(one.x - other.x) >= one.width || Math.abs(one.y - other.y) >= one.height).toBe(true);
		}
	}
	const [frame] = [...framesOf(laid).values()];
	const strangers = laid.nodes.filter((node) => !node.group).map((node) => rectsOf(laid).get(node.id));
	for (const rect of strangers) {
		if (!frame || !rect) throw new Error("everything has a place");
		const isApart = rect.x >= frame.x + frame.width || rect.x + rect.width <= frame.x;
		expect(isApart || rect.y >= frame.y + frame.height || rect.y + rect.height <= frame.y).toBe(true);
	}
});

test("what was placed by hand stays, and what was not stands beside its caller", () => {
	const board = changeNode(row(), "n4", { x: null, y: null });
	const shown = placed(board);
	expect(shown.nodes.slice(0, 3)).toEqual(board.nodes.slice(0, 3));
	expect(xOf(shown, "db")).toBeGreaterThan(xOf(shown, "api"));
	expect(placed(shown)).toBe(shown);
});

test("where nobody has placed anything the layout does", () => {
	const shown = placed(unplaced(row()), { width: 1400, height: 600 });
	expect(shown).toEqual(arranged(row(), "LR"));
	expect(placed(EMPTY)).toBe(EMPTY);
});

test("a cycle of groups, arrows to nowhere and a full board are laid out too", () => {
	const board = framedRow();
	const loop = { ...board, groups: board.groups.map((group) => ({ ...group, group: group.id })) };
	const loose = { ...loop, arrows: [...loop.arrows, { ...loop.arrows[0], id: "a99", target: "" }] } as Board;
	expect(arranged(loose).nodes.every((node) => node.x !== null)).toBe(true);
});

test("on a large board a box stands behind the one that reaches it first", () => {
	let full = EMPTY;
	for (let count = 0; count < MOST.nodes; count++) full = addNode(full, { label: String(count) });
	for (let count = 0; count < MOST.arrows; count++) {
		full = connect(full, `n${1 + ((count * 7) % 150)}`, `n${1 + ((count * 13 + 1) % MOST.nodes)}`);
	}
	const laid = arranged(full);
	expect(rectsOf(laid).size).toBe(MOST.nodes);
	const at = new Map(laid.nodes.map((node) => [node.id, Number(node.x)]));
	const isFollowed = full.nodes.filter(({ id }) => {
		const callers = full.arrows.filter(({ source, target }) => target === id && source !== id);
		return callers.length === 0 || callers.some(({ source }) => (at.get(source) ?? 0) < (at.get(id) ?? 0));
	});
	expect(isFollowed.length).toBeGreaterThan(MOST.nodes * 0.9);
});
