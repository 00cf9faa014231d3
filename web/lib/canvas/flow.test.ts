import { expect, test } from "vitest";
import { changeArrow, changeNode } from "../board";
import { sceneOf } from "./flow";
import { keyOf } from "./moves";
import { framedRow } from "./samples";
import { wordsOf } from "./words";

const WORDS = wordsOf({
	kinds: [{ id: "primary-db", title: "Primary database (leader)", group: "storage", role: "" }],
	data: [{ id: "orders", title: "Orders" }],
});
const STILL = { chosen: new Set<string>(), moving: new Map(), words: WORDS };

test("every box, frame and arrow of the board is in the scene, at its place", () => {
	const { nodes, edges } = sceneOf(framedRow(), STILL);
	expect(nodes.filter(({ type }) => type === "box").map(({ position }) => position.x)).toEqual([0, 320, 640, 960]);
	expect(nodes.filter(({ type }) => type === "frame")).toHaveLength(1);
	expect(edges.map(({ source, target }) => [source, target])).toEqual([
		["box:n1", "box:n2"],
		["box:n2", "box:n3"],
		["box:n3", "box:n4"],
	]);
});

test("a screen reader is told what a box is, keeps and is joined to, and what flows", () => {
	const named = changeNode(framedRow(), "n4", { kind: "primary-db", tech: "PostgreSQL", data: ["orders"] });
	const board = changeArrow(named, named.arrows[2]?.id ?? "", { label: "insert", protocol: "SQL", mode: "sync" });
	const { nodes, edges } = sceneOf(board, STILL);
	expect(nodes.find(({ id }) => id === "box:n4")?.ariaLabel).toBe(
		"db, PostgreSQL · Primary database, in eu-west, keeps Orders, 1 arrow",
	);
	expect(edges[2]?.ariaLabel).toBe("Arrow from api to db: insert, SQL, synchronous");
	expect(nodes.find(({ type }) => type === "frame")?.ariaLabel).toBe("Group eu-west, 2 boxes");
});

test("what is dragged is drawn where it is, with its arrows, and the board stays as it was", () => {
	const board = framedRow();
	const still = sceneOf(board, STILL);
	const moving = sceneOf(board, { ...STILL, moving: new Map([[keyOf("box", "n1"), { x: 0, y: 500 }]]) });
	expect(moving.nodes.find(({ id }) => id === "box:n1")?.position).toEqual({ x: 0, y: 500 });
	expect(moving.edges[0]?.data?.route.line).not.toBe(still.edges[0]?.data?.route.line);
	expect(board.nodes[0]?.y).toBe(0);
});

test("what is chosen is marked", () => {
	const { nodes, edges } = sceneOf(framedRow(), { ...STILL, chosen: new Set(["box:n1", "arrow:a5"]) });
	expect([...nodes, ...edges].filter(({ selected }) => selected).map(({ id }) => id)).toEqual(["box:n1", "arrow:a5"]);
});
