/** Each kind of question about evidence and its answer. */
import type {
  ComparisonAnswer,
  EvidenceQuestion,
  QueryAnswer,
  SampleAnswer,
  TotalsAnswer,
} from './generated.ts';

type EvidenceAnswers = {
  totals: TotalsAnswer;
  totalsQuery: QueryAnswer;
  compareTotals: ComparisonAnswer;
  sample: SampleAnswer;
  sampleQuery: QueryAnswer;
};

/** The answer to a question of type `Q`. */
export type EvidenceAnswerTo<Q extends EvidenceQuestion> = EvidenceAnswers[Q['ask']];
