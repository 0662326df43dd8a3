//! Word lists. Any resemblance to real people is accidental.

pub(crate) const GIVEN: [&str; 40] = [
    "ada", "amir", "anna", "ben", "bianca", "carlos", "chen", "dana", "david", "elena", "emeka", "fatima", "felix",
    "grace", "hana", "henrik", "ines", "ivan", "jana", "jonas", "kavya", "lars", "leila", "luca", "maria", "mei",
    "nadia", "noah", "olga", "omar", "paula", "priya", "ravi", "rosa", "sam", "sofia", "tariq", "uma", "yusuf", "zoé",
];

pub(crate) const FAMILY: [&str; 40] = [
    "abbott", "almeida", "bauer", "becker", "castro", "chandra", "costa", "dubois", "eriksen", "fischer", "garcia",
    "hassan", "hughes", "ito", "jansen", "kaya", "keller", "kim", "kowalski", "larsen", "lopez", "martin", "mehta",
    "moreau", "müller", "nguyen", "novak", "okafor", "patel", "quinn", "rossi", "santos", "schmidt", "silva", "singh",
    "tanaka", "varga", "weber", "yilmaz", "zhang",
];

pub(crate) const TEAMS: [&str; 10] =
    ["finance", "marketing", "risk", "supply", "web", "hr", "research", "platform", "sales", "support"];

pub(crate) const NOUNS: [&str; 24] = [
    "orders",
    "customers",
    "invoices",
    "payments",
    "clicks",
    "sessions",
    "shipments",
    "returns",
    "contracts",
    "employees",
    "forecasts",
    "claims",
    "tickets",
    "prices",
    "suppliers",
    "inventory",
    "leads",
    "campaigns",
    "events",
    "ledger",
    "salaries",
    "visits",
    "refunds",
    "scores",
];

/// A 2019 cluster id ends in such a word and a number.
pub(crate) const CLUSTER_WORDS: [&str; 16] = [
    "amber", "brisk", "cedar", "dunes", "ember", "fjord", "glade", "heron", "inlet", "jetty", "knoll", "lagoon",
    "maple", "north", "otter", "plume",
];

pub(crate) const GROUPS: [&str; 8] = [
    "analysts",
    "data-engineers",
    "ml-engineers",
    "contractors",
    "finance-readers",
    "risk-readers",
    "interns",
    "Vertrieb Süd",
];
