import { counted } from "./canvas/words";

const QUOTED = /"(?:[^"\\]|\\.)*"/g;

/** What is said of the comments in our text of a board, which no board keeps; '' where there are none. */
export function unkept(text: string): string {
	const comments = text.split("\n").filter(holdsComment).length;
	if (comments === 0) return "";
	return `${counted(comments, "comment")} in the text: not kept with the board. Begin a line with > to make it a note.`;
}

/** Outside of quotes # begins one, but in a note. */
function holdsComment(line: string): boolean {
	return !line.trimStart().startsWith(">") && line.replace(QUOTED, "").includes("#");
}
