/** What a refusal says in the server's own words: what is wrong and what to do; "" where it is none of ours. */
export async function reason(response: Response): Promise<string> {
	if (!response.headers.get("Content-Type")?.startsWith("application/problem+json")) return "";
	const problem = (await response.json()) as { detail?: string };
	return problem.detail ?? "";
}
