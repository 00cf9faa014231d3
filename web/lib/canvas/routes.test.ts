import { expect, test } from "vitest";
import { changeNode, connect } from "../board";
import { arranged } from "./layout";
import { rectsOf } from "./places";
import { routeOf, routesOf } from "./routes";
import { row } from "./samples";

const HERE = { x: 0, y: 0, width: 192, height: 64 };

/** Where a path begins, and the point of a head. */
function ends(line: string, head: string): number[][] {
	const points = (path: string) =>
		[...path.matchAll(/(-?[\d.]+)[ ,](-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
	return [points(line)[0] ?? [], points(head)[1] ?? []];
}

test("an arrow leaves the side that faces its target and points at its border", () => {
	const right = routeOf(HERE, { ...HERE, x: 400 });
	expect(ends(right.line, right.head)).toEqual([
		[192, 32],
		[400, 32],
	]);
	const left = routeOf({ ...HERE, x: 400 }, HERE);
	expect(ends(left.line, left.head)).toEqual([
		[400, 32],
		[192, 32],
	]);
	const down = routeOf(HERE, { ...HERE, y: 200 });
	expect(ends(down.line, down.head)).toEqual([
		[96, 64],
		[96, 200],
	]);
});

test("arrows between the same two boxes lie side by side, whichever way they run", () => {
	const board = connect(connect(row(), "n2", "n1"), "n1", "n2");
	const routes = routesOf(board, rectsOf(board));
	const between = board.arrows.filter((arrow) => ["n1", "n2"].includes(arrow.source) && arrow.target !== "n3");
	const heights = between.map((arrow) => routes.get(arrow.id)?.label.y);
	expect(new Set(heights).size).toBe(3);
});

test("the words of arrows that leave or enter a box together stand apart", () => {
	const across = { x: 500, width: 192, height: 64 };
	const fanned = [0, 300].map((y) => routeOf(HERE, { ...across, y }).label);
	expect(fanned.map(({ y }) => y)).toEqual([32, 332]);
	const gathered = [0, 300].map((y) => routeOf({ ...HERE, y }, { ...across, y: 0 }, { bend: 0.85 }).label);
	expect(gathered.map(({ y }) => y)).toEqual([32, 332]);
	const board = connect(connect(row(), "n1", "n3"), "n4", "n3");
	expect(routesOf(board, rectsOf(board)).size).toBe(5);
});

test("the words of arrows side by side stand in rows, also where the arrows run down", () => {
	const down = [-11, 11].map((lane) => routeOf(HERE, { ...HERE, y: 300 }, { lane }).label.y);
	expect(Math.abs((down[0] ?? 0) - (down[1] ?? 0))).toBeGreaterThan(20);
	const across = [-11, 11].map((lane) => routeOf(HERE, { ...HERE, x: 400 }, { lane }).label.y);
	expect(Math.abs((across[0] ?? 0) - (across[1] ?? 0))).toBeGreaterThan(20);
});

test("where most arrows run down, one to the side leaves below too", () => {
	const aside = { ...HERE, x: 300, y: 200 };
	expect(ends(routeOf(HERE, aside).line, routeOf(HERE, aside).head)[0]).toEqual([192, 32]);
	const tall = routeOf(HERE, aside, { isTall: true });
	expect(ends(tall.line, tall.head)).toEqual([
		[96, 64],
		[396, 200],
	]);
	const board = arranged(row(), "TB");
	const fanned = changeNode(board, "n4", { x: 700 });
	expect(routesOf(fanned, rectsOf(fanned)).get(fanned.arrows[2]?.id ?? "")?.label.x).toBe(796);
});

test("a box that calls itself has an arrow that can be seen", () => {
	const { label, line } = routeOf(HERE, HERE);
	expect(label.y).toBeLessThan(0);
	expect(line.startsWith("M192,32")).toBe(true);
});

test("an arrow that ends at no box is not drawn", () => {
	const board = row();
	const loose = { ...board, arrows: board.arrows.map((arrow) => ({ ...arrow, target: "nowhere" })) };
	expect(routesOf(loose, rectsOf(loose)).size).toBe(0);
});
