// Made by `python -m mockround.server.event_types` from rounds/events.py. Do not edit.

export interface Arrow {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly label: string;
  readonly protocol: string;
  readonly mode: "" | "sync" | "async";
}

export interface Board {
  readonly nodes: readonly (Node)[];
  readonly arrows: readonly (Arrow)[];
  readonly groups: readonly (Group)[];
  readonly notes: string;
}

export interface BoardChanged {
  readonly type: "board-changed";
  readonly board: Board;
}

export interface CandidateSpoke {
  readonly type: "candidate-spoke";
  readonly text: string;
  readonly late: boolean;
  readonly dictated: Dictated | null;
}

export interface CriterionGraded {
  readonly type: "criterion-graded";
  readonly grade: string;
  readonly verdict: "met" | "partial" | "missing" | "not_applicable" | "ungraded";
}

export interface Delivery {
  readonly profile: string;
  readonly model: string;
  readonly via: string;
  readonly replaced: readonly (string)[];
  readonly attempts: number;
  readonly tokens_in: number | null;
  readonly tokens_out: number | null;
  readonly cost_usd: number | null;
  readonly first_token_ms: number | null;
  readonly first_sentence_ms: number | null;
}

export interface Dictated {
  readonly spoken_s: number;
  readonly words: number;
}

export interface FactGiven {
  readonly type: "fact-given";
  readonly asked: string;
  readonly answer: string;
  readonly source: "sheet" | "scale" | "assumption";
}

export interface GradeStarted {
  readonly type: "grade-started";
  readonly grade: string;
  readonly grader: string;
}

export interface GradeStopped {
  readonly type: "grade-stopped";
  readonly grade: string;
  readonly grader: string;
  readonly because: "candidate" | "cost-cap" | "unavailable";
  readonly message: string;
}

export interface Graded {
  readonly type: "graded";
  readonly grade: string;
}

export interface Group {
  readonly id: string;
  readonly label: string;
  readonly kind: "" | "region" | "zone" | "shard-set" | "service";
  readonly group: string;
}

export interface HintGiven {
  readonly type: "hint-given";
  readonly rung: number;
}

export interface InterviewerChosen {
  readonly type: "interviewer-chosen";
  readonly interviewer: string;
  readonly because: "candidate" | "setting" | "removed";
}

export interface InterviewerSpoke {
  readonly type: "interviewer-spoke";
  readonly text: string;
  readonly answers: number | null;
  readonly spoken_by: string;
  readonly delivery: Delivery | null;
  readonly interrupted: string;
}

export type Kind = "full" | "recognise" | "narrate" | "failure-modes" | "consistency" | "checkpoint";

export type Level = "mid" | "senior" | "staff";

export interface ModelAsked {
  readonly type: "model-asked";
  readonly profile: string;
  readonly model: string;
}

export interface ModelFailed {
  readonly type: "model-failed";
  readonly profile: string;
  readonly trouble: string;
  readonly partial: string;
  readonly attempts: number;
  readonly retry_after_s: number | null;
}

export interface Node {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly tech: string;
  readonly notes: string;
  readonly data: readonly (string)[];
  readonly group: string;
  readonly x: number | null;
  readonly y: number | null;
}

export type Persona = "supportive" | "neutral" | "tough";

export type Phase = "requirements" | "hld" | "deep-dive" | "pressure-test" | "wrap-up" | "drill";

export interface PhaseBudget {
  readonly phase: Phase;
  readonly seconds: number;
}

export interface PhaseChanged {
  readonly type: "phase-changed";
  readonly phase: Phase;
  readonly because: "start" | "time" | "covered" | "candidate";
}

export interface PromptRanOut {
  readonly type: "prompt-ran-out";
  readonly index: number;
}

export interface RoundCreated {
  readonly type: "round-created";
  readonly kind: Kind;
  readonly problem: string | null;
  readonly prompt_s: number | null;
  readonly path: string | null;
  readonly checkpoint: string | null;
  readonly title: string;
  readonly level: Level;
  readonly persona: Persona;
  readonly components: readonly (string)[];
  readonly phases: readonly (PhaseBudget)[];
  readonly extra_time: "0" | "25" | "50" | "100";
  readonly source: "held" | "transcript";
  readonly interviewer: string;
  readonly grader: string;
  readonly content_hash: string;
}

export interface RoundEnded {
  readonly type: "round-ended";
  readonly because: "time" | "candidate" | "covered";
}

export interface RoundStarted {
  readonly type: "round-started";
  readonly ends_at: string;
}

export interface TimeRanOut {
  readonly type: "time-ran-out";
}

export interface TimeWarned {
  readonly type: "time-warned";
  readonly at: "half" | "five-minutes" | "one-minute";
}

export interface TwistInjected {
  readonly type: "twist-injected";
  readonly index: number;
}

export type RoundEvent = RoundCreated | RoundStarted | PhaseChanged | InterviewerSpoke | ModelAsked | ModelFailed | InterviewerChosen | CandidateSpoke | BoardChanged | HintGiven | FactGiven | TwistInjected | TimeWarned | PromptRanOut | TimeRanOut | RoundEnded | GradeStarted | GradeStopped | CriterionGraded | Graded;
