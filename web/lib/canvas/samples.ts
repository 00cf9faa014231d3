import { addGroup, addNode, type Board, changeNode, connect, EMPTY } from "../board";

/** What the tests of the canvas draw: client -> lb -> api -> db in a row, `gap` apart. */
export function row(gap = 320): Board {
	let board = EMPTY;
	for (const [at, label] of ["client", "lb", "api", "db"].entries())
		board = addNode(board, { label, x: at * gap, y: 0 });
	for (const [from, to] of [
		["n1", "n2"],
		["n2", "n3"],
		["n3", "n4"],
	] as const) {
		board = connect(board, from, to);
	}
	return board;
}

/** The row with api and db in a frame. */
export function framedRow(): Board {
	const board = addGroup(row(), { label: "eu-west" });
	const id = board.groups[0]?.id ?? "";
	return ["n3", "n4"].reduce((next, node) => changeNode(next, node, { group: id }), board);
}
