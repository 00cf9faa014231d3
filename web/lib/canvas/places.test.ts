import { expect, test } from "vitest";
import { addGroup, changeGroup, changeNode, EMPTY } from "../board";
import { frameAt, framesOf, freeSpot, GRID, heldBy, middleOf, type Rect, rectsOf, sizeOf } from "./places";
import { framedRow, row } from "./samples";

function contains(outer: Rect | undefined, inner: Rect | undefined): boolean {
	if (!outer || !inner) return false;
	return (
		outer.x < inner.x &&
		outer.y < inner.y &&
		outer.x + outer.width > inner.x + inner.width &&
		outer.y + outer.height > inner.y + inner.height
	);
}

test("a box grows with the data that it keeps, up to the row that counts the rest", () => {
	const [node] = row().nodes;
	if (!node) throw new Error("the sample has boxes");
	const height = (count: number) => sizeOf({ ...node, data: Array.from({ length: count }, String) }).height;
	expect(height(0)).toBeLessThan(height(1));
	expect(height(3)).toBeLessThan(height(4));
	expect(height(20)).toBe(height(4));
});

test("a frame stands round its boxes and round the frames in it", () => {
	const one = framedRow();
	const inner = one.groups[0]?.id ?? "";
	const two = addGroup(one, { label: "eu" });
	const outer = two.groups[1]?.id ?? "";
	const board = changeNode(changeGroup(two, inner, { group: outer }), "n2", { group: outer });
	const frames = framesOf(board);
	const rects = rectsOf(board);
	expect(contains(frames.get(inner), rects.get("n3"))).toBe(true);
	expect(contains(frames.get(inner), rects.get("n2"))).toBe(false);
	expect(contains(frames.get(outer), frames.get(inner))).toBe(true);
	expect(contains(frames.get(outer), rects.get("n2"))).toBe(true);
	expect(heldBy(board, outer).map(({ id }) => id)).toEqual(["n2", "n3", "n4"]);
});

test("empty frames stand side by side below everything", () => {
	const board = addGroup(addGroup(row()));
	const [first, second] = [...framesOf(board).values()];
	expect(first?.y).toBeGreaterThan(64);
	expect((first?.x ?? 0) + (first?.width ?? 0)).toBeLessThan(second?.x ?? 0);
	expect(framesOf(addGroup(EMPTY)).size).toBe(1);
});

test("of frames in one another the innermost is meant", () => {
	const one = framedRow();
	const inner = one.groups[0]?.id ?? "";
	const two = addGroup(one);
	const outer = two.groups[1]?.id ?? "";
	const board = changeGroup(two, inner, { group: outer });
	const frames = framesOf(board);
	const outerFrame = frames.get(outer);
	if (!outerFrame) throw new Error("both frames are drawn");
	expect(frameAt(board, frames, middleOf(outerFrame))).toBe(inner);
	expect(frameAt(board, frames, { x: outerFrame.x + 1, y: outerFrame.y + 1 })).toBe(outer);
	expect(frameAt(board, frames, { x: -5000, y: 0 })).toBe("");
});

test("a new box overlaps no other and stands on the grid", () => {
	const taken: Rect[] = [];
	for (let count = 0; count < 30; count++) {
		const spot = freeSpot(taken, { x: 7, y: -3 }, { width: 192, height: 64 });
		expect([Math.abs(spot.x % GRID), Math.abs(spot.y % GRID)]).toEqual([0, 0]);
		for (const other of taken) {
			expect(Math.abs(spot.x - other.x) >= 192 || Math.abs(spot.y - other.y) >= 64).toBe(true);
		}
		taken.push({ ...spot, width: 192, height: 64 });
	}
});

test("a group that stands in itself does not hang the drawing", () => {
	const board = framedRow();
	const loop = { ...board, groups: board.groups.map((group) => ({ ...group, group: group.id })) };
	expect(framesOf(loop).size).toBe(1);
});
