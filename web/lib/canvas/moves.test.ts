import { expect, test } from "vitest";
import { type Board, changeNode } from "../board";
import { boxesIn, dropped, framed, framesWhile, idsOf, keyOf, moved, removed } from "./moves";
import { framesOf } from "./places";
import { framedRow, row } from "./samples";

function groupOf(board: Board, id: string): string | undefined {
	return board.nodes.find((node) => node.id === id)?.group;
}

function dragged(board: Board, id: string, x: number, y: number): Board {
	return dropped(board, moved(board, new Map([[keyOf("box", id), { x, y }]])), [id]);
}

test("parts with the same id have different keys, and are told apart again", () => {
	const keys = [keyOf("box", "1"), keyOf("frame", "1"), keyOf("arrow", "1")];
	expect(new Set(keys).size).toBe(3);
	expect(idsOf(keys, "frame")).toEqual(["1"]);
});

test("a frame takes along what stands in it, and nothing else", () => {
	const board = framedRow();
	const [id = "", frame] = [...framesOf(board)][0] ?? [];
	if (!frame) throw new Error("the sample has a frame");
	const after = moved(board, new Map([[keyOf("frame", id), { x: frame.x + 32, y: frame.y - 16 }]]));
	expect(after.nodes.map(({ x, y }) => [x, y])).toEqual([
		[0, 0],
		[320, 0],
		[672, -16],
		[992, -16],
	]);
});

test("a box that is let go of in a frame joins it, and one that is drawn out of it leaves", () => {
	const board = framedRow();
	const id = board.groups[0]?.id;
	expect(groupOf(dragged(board, "n1", 800, 0), "n1")).toBe(id);
	expect(groupOf(dragged(board, "n4", 960, 900), "n4")).toBe("");
	expect(groupOf(dragged(board, "n4", 960, 16), "n4")).toBe(id);
});

test("the last box of a frame takes the frame along", () => {
	const board = changeNode(framedRow(), "n3", { group: "" });
	const id = board.groups[0]?.id ?? "";
	const after = dragged(board, "n4", 2000, 2000);
	expect(groupOf(after, "n4")).toBe(id);
	expect(framesOf(after).get(id)?.x).toBeGreaterThan(1500);
});

test("while one box of several is drawn out, the frame stands still", () => {
	const board = framedRow();
	const id = board.groups[0]?.id ?? "";
	const after = moved(board, new Map([[keyOf("box", "n4"), { x: 960, y: 900 }]]));
	expect(framesWhile(board, after).get(id)).toEqual(framesOf(board).get(id));
});

test("removing a frame leaves its boxes, removing a box takes its arrows", () => {
	const board = framedRow();
	const chosen = new Set([keyOf("frame", board.groups[0]?.id ?? ""), keyOf("box", "n2"), keyOf("arrow", "a7")]);
	const after = removed(board, chosen);
	expect(after.nodes.map(({ id, group }) => [id, group])).toEqual([
		["n1", ""],
		["n3", ""],
		["n4", ""],
	]);
	expect(after.arrows).toEqual([]);
});

test("a frame round boxes of one frame stands in that frame", () => {
	const board = framedRow();
	const outer = board.groups[0]?.id;
	const after = framed(board, new Set([keyOf("box", "n3")]));
	const inner = after.groups[1];
	expect([inner?.group, groupOf(after, "n3"), groupOf(after, "n4")]).toEqual([outer, inner?.id, outer]);
	const across = framed(board, new Set([keyOf("box", "n1"), keyOf("box", "n3")]));
	expect(across.groups[1]?.group).toBe("");
	expect(boxesIn(board, new Set([keyOf("frame", outer ?? ""), keyOf("box", "n3")]))).toEqual(["n3", "n4"]);
	expect(framed(row(), new Set()).groups).toHaveLength(1);
});
