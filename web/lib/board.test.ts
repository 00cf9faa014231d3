import { expect, test } from "vitest";
import {
	addGroup,
	addNode,
	type Board,
	changeGroup,
	changeNode,
	connect,
	EMPTY,
	fragment,
	insert,
	isSame,
	MOST,
	nameOf,
	removeGroup,
	removeNodes,
	within,
} from "./board";
import { begun, redone, stepped, undone } from "./history";

/** client -> api -> db */
function three(): Board {
	let board = EMPTY;
	for (const label of ["client", "api", "db"]) board = addNode(board, { label });
	return connect(connect(board, "n1", "n2", { protocol: "HTTPS" }), "n2", "n3");
}

test("a removed box takes its arrows along and leaves the others", () => {
	const board = removeNodes(three(), ["n3"]);
	expect(board.nodes.map((node) => node.label)).toEqual(["client", "api"]);
	expect(board.arrows.map((arrow) => [arrow.source, arrow.target])).toEqual([["n1", "n2"]]);
});

test("no id is used twice, also after a removal", () => {
	const board = addNode(removeNodes(three(), ["n1"]), { label: "new" });
	const ids = [...board.nodes, ...board.arrows].map((part) => part.id);
	expect(new Set(ids).size).toBe(ids.length);
});

test("an arrow needs two boxes that are there", () => {
	const board = three();
	expect(connect(board, "n1", "nowhere")).toBe(board);
});

test("a full board takes no more boxes", () => {
	let board = EMPTY;
	for (let number = 0; number < MOST.nodes; number++) board = addNode(board);
	expect(addNode(board)).toBe(board);
});

test("a change leaves the board before it as it was", () => {
	const before = three();
	const after = changeNode(before, "n2", { label: "orders api" });
	expect([before.nodes[1]?.label, after.nodes[1]?.label]).toEqual(["api", "orders api"]);
	expect(after.nodes[0]).toBe(before.nodes[0]);
});

test("two boards that hold the same are the same, in whatever order their properties come", () => {
	const board = three();
	const logged = {
		notes: board.notes,
		groups: board.groups,
		arrows: board.arrows.map(({ id, ...arrow }) => ({ id, ...arrow })),
		nodes: board.nodes.map(({ id, label, ...node }) => ({ id, label, ...node })),
	};
	expect(JSON.stringify(logged)).not.toBe(JSON.stringify(board));
	expect(isSame(logged, board)).toBe(true);
	for (const changes of [{ label: "gateway" }, { x: 1 }, { data: ["orders"] }, { group: "g1" }]) {
		expect(isSame(changeNode(board, "n2", changes), board)).toBe(false);
	}
	expect(isSame({ ...board, notes: "more" }, board)).toBe(false);
	expect(isSame(addGroup(board), board)).toBe(false);
});

test("a group cannot stand in itself, and what stood in a removed one stands where it stood", () => {
	let board = addGroup(addGroup(three(), { label: "eu" }));
	const [outer = "", inner = ""] = board.groups.map((group) => group.id);
	board = changeGroup(board, inner, { group: outer });
	expect(changeGroup(board, outer, { group: inner })).toBe(board);
	board = changeNode(board, "n3", { group: inner });
	expect(within(board, inner, outer)).toBe(true);
	const freed = removeGroup(board, inner);
	expect(freed.nodes[2]?.group).toBe(outer);
});

test("a copy brings its inner arrows under new ids and stands beside the original", () => {
	const board = changeNode(changeNode(three(), "n1", { x: 10, y: 20 }), "n3", { x: 0, y: 0 });
	const twice = insert(board, fragment(board, ["n1", "n2"]));
	expect(twice.nodes).toHaveLength(5);
	expect(twice.nodes[3]).toMatchObject({ label: "client", x: 34, y: 44 });
	expect(twice.nodes[4]).toMatchObject({ label: "api", x: null, y: null });
	const copied = twice.arrows.at(-1);
	expect([copied?.source, copied?.target, copied?.protocol]).toEqual([twice.nodes[3]?.id, twice.nodes[4]?.id, "HTTPS"]);
	expect(twice.arrows).toHaveLength(3);
});

test("a copy into a board without its group stands in none", () => {
	const board = addNode(addGroup(EMPTY), { group: "g1" });
	expect(insert(EMPTY, fragment(board, ["n2"])).nodes[0]?.group).toBe("");
});

test("a whole board is taken in with its groups, under ids of its own", () => {
	let other = addGroup(addGroup(EMPTY, { label: "zone", kind: "zone" }), { label: "eu", kind: "region" });
	const [zone = "", region = ""] = other.groups.map((group) => group.id);
	other = addNode(changeGroup(other, zone, { group: region }), { label: "db", group: zone });
	const grown = insert(addNode(addGroup(EMPTY, { label: "mine" }), { label: "api", group: "g1" }), other);
	const named = new Map(grown.groups.map((group) => [group.id, group.label]));
	expect([...named.values()]).toEqual(["mine", "zone", "eu"]);
	expect(grown.groups.map((group) => named.get(group.group))).toEqual([undefined, "eu", undefined]);
	expect(grown.nodes.map((node) => [node.label, named.get(node.group)])).toEqual([
		["api", "mine"],
		["db", "zone"],
	]);
});

test("a box is called by its label, else its product, else its class", () => {
	const kinds = new Map([["cache", "Cache"]]);
	const names = [{ label: "sessions", tech: "Redis", kind: "cache" }, { tech: "Redis" }, { kind: "cache" }, {}].map(
		(node) => addNode(EMPTY, node).nodes.map((each) => nameOf(each, kinds))[0],
	);
	expect(names).toEqual(["sessions", "Redis", "Cache", "Unnamed box"]);
});

test("steps are undone and redone, and a new step forgets what was undone", () => {
	let history = stepped(stepped(begun("a"), "ab"), "abc");
	history = undone(undone(history));
	expect(history.present).toBe("a");
	expect(undone(history)).toBe(history);
	history = stepped(redone(history), "abx");
	expect(history.present).toBe("abx");
	expect(redone(history)).toBe(history);
	expect(undone(history).present).toBe("ab");
});

test("typing in one field is one step", () => {
	let history = begun("");
	for (const text of ["c", "ca", "cac"]) history = stepped(history, text, "n1.label");
	history = stepped(history, "cac!", "n2.label");
	expect(undone(history).present).toBe("cac");
	expect(undone(undone(history)).present).toBe("");
});
