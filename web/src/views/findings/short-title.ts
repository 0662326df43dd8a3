/** The titles of rules on the page. */

/** A title without the product that most rules of the pack begin with. */
export function shortTitle(title: string): string {
  return title.replace(/^Databricks (?=\S)/, '');
}
