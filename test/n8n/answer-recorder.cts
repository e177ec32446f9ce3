/** The answer that a webhook gave. */
export interface RecordedAnswer {
	status: number;
	answer: unknown;
}

/** The part of a web server's response that webhooks use, and what they did with it. */
export function answerRecorder() {
	const told: RecordedAnswer = { status: 0, answer: undefined };
	const response = {
		status(status: number) {
			told.status = status;
			return response;
		},
		json(answer: unknown) {
			told.answer = answer;
			return response;
		},
	};
	return { told, response };
}
