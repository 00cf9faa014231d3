import type { Arrow, Node } from "../../lib/board";
import { nodeById, useScreen } from "./screen";

/** A box of a drawing that is only looked at. */
export function ReadBox({ node }: { readonly node: Node }) {
	const { words } = useScreen();
	return (
		<Said
			of={{
				Component: words.titles.get(node.kind) ?? "",
				Product: node.tech,
				Keeps: node.data.map((id) => words.data.get(id) ?? id).join(", "),
				Notes: node.notes,
			}}
		/>
	);
}

export function ReadArrow({ arrow }: { readonly arrow: Arrow }) {
	const screen = useScreen();
	return (
		<Said
			of={{
				From: nodeById(screen, arrow.source),
				To: nodeById(screen, arrow.target),
				"What flows": arrow.label,
				Protocol: arrow.protocol,
				Waiting: arrow.mode && `${arrow.mode}hronous`,
			}}
		/>
	);
}

function Said({ of }: { readonly of: Readonly<Record<string, string>> }) {
	const said = Object.entries(of).filter(([, words]) => words);
	return (
		<dl>
			{said.map(([what, words]) => (
				<div key={what}>
					<dt>{what}</dt>
					<dd>{words}</dd>
				</div>
			))}
		</dl>
	);
}
