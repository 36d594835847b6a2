-- Written by `earmark generate schema`; change the rooms' migrations instead.

CREATE TABLE action_item_messages (
    id TEXT NOT NULL PRIMARY KEY,
    item_id TEXT NOT NULL REFERENCES action_items (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    author_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (item_id, position)
) STRICT;

CREATE TABLE action_items (
    id TEXT NOT NULL PRIMARY KEY,
    type TEXT NOT NULL CHECK (type IN ('evaluator_message')),
    summary TEXT NOT NULL,
    shows_score INTEGER NOT NULL CHECK (shows_score IN (0, 1)),
    due_at INTEGER,
    assignee_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    evaluation_id TEXT NOT NULL REFERENCES evaluations (id) ON DELETE CASCADE,
    created_by TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    created_at INTEGER NOT NULL,
    closed_at INTEGER,
    closed_by TEXT REFERENCES users (id) ON DELETE RESTRICT, interaction_id TEXT REFERENCES interactions (id),
    CHECK ((closed_at IS NULL) = (closed_by IS NULL))
) STRICT;

CREATE INDEX action_items_assignee ON action_items (assignee_id, created_at, id);

CREATE INDEX action_items_author ON action_items (created_by, created_at, id);

CREATE INDEX action_items_evaluation ON action_items (evaluation_id, created_at, id);

CREATE TABLE activity (
    sequence INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    actor_id TEXT NOT NULL REFERENCES users (id),
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;

CREATE INDEX activity_subject ON activity (subject_kind, subject_id, sequence);

CREATE TRIGGER activity_is_kept BEFORE DELETE ON activity
BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;

CREATE TRIGGER activity_is_unchanged BEFORE UPDATE ON activity
BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;

CREATE TABLE bundles (
    recipe TEXT NOT NULL PRIMARY KEY,
    interaction_id TEXT NOT NULL REFERENCES interactions (id),
    hash TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE clips (
    recipe TEXT NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    duration_ms INTEGER NOT NULL,
    created_at INTEGER NOT NULL
, poster_hash TEXT, poster_bytes INTEGER, poster_width INTEGER, poster_height INTEGER, reencoded_frames INTEGER, copied_packets INTEGER) STRICT;

CREATE TABLE comments (
    id TEXT NOT NULL PRIMARY KEY,
    interaction_id TEXT NOT NULL REFERENCES interactions (id) ON DELETE CASCADE,
    author_id TEXT NOT NULL REFERENCES users (id),
    parent_id TEXT REFERENCES comments (id) ON DELETE SET NULL,
    body TEXT NOT NULL,
    start_ms INTEGER,
    end_ms INTEGER,
    segment INTEGER,
    visibility TEXT NOT NULL CHECK (visibility IN ('public', 'private')),
    created_at INTEGER NOT NULL,
    edited_at INTEGER,
    CHECK (end_ms IS NULL OR end_ms > start_ms),
    CHECK (segment IS NULL OR start_ms IS NULL)
) STRICT;

CREATE INDEX comments_interaction ON comments (interaction_id, created_at, id);

CREATE INDEX comments_parent ON comments (parent_id);

CREATE TABLE criteria (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    search TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX criteria_name ON criteria (name, id);

CREATE TABLE evaluation_answers (
    form_id TEXT NOT NULL REFERENCES evaluation_forms (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    option_key TEXT,
    is_na INTEGER NOT NULL CHECK (is_na IN (0, 1)),
    comment TEXT,
    evidence TEXT,
    is_touched INTEGER NOT NULL CHECK (is_touched IN (0, 1)),
    is_confirmed INTEGER NOT NULL CHECK (is_confirmed IN (0, 1)),
    PRIMARY KEY (form_id, question),
    CHECK (is_na = 0 OR option_key IS NULL)
) STRICT, WITHOUT ROWID;

CREATE TABLE evaluation_columns (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    columns TEXT NOT NULL,
    PRIMARY KEY (user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE evaluation_counts (
    list INTEGER NOT NULL REFERENCES evaluation_lists (id) ON DELETE RESTRICT,
    place INTEGER NOT NULL,
    held INTEGER NOT NULL CHECK (held >= 0),
    PRIMARY KEY (list, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE evaluation_drafts (
    evaluation_id TEXT NOT NULL REFERENCES evaluations (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    content TEXT,
    revision INTEGER NOT NULL CHECK (revision > 0),
    saved_at INTEGER NOT NULL, base TEXT,
    PRIMARY KEY (evaluation_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE evaluation_draws (
    id TEXT NOT NULL PRIMARY KEY,
    criteria_id TEXT REFERENCES criteria (id) ON DELETE SET NULL,
    criteria_name TEXT NOT NULL,
    search TEXT NOT NULL,
    seed TEXT NOT NULL,
    asked INTEGER NOT NULL CHECK (asked > 0),
    drawn INTEGER NOT NULL CHECK (drawn >= 0),
    drawn_by TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    drawn_at INTEGER NOT NULL
) STRICT;

CREATE INDEX evaluation_draws_criteria ON evaluation_draws (criteria_id, drawn_at);

CREATE TABLE evaluation_forms (
    id TEXT NOT NULL PRIMARY KEY,
    evaluation_id TEXT NOT NULL REFERENCES evaluations (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    scorecard_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    score INTEGER CHECK (score BETWEEN 0 AND 100000000),
    passed INTEGER CHECK (passed IN (0, 1)),
    auto_failed INTEGER NOT NULL CHECK (auto_failed IN (0, 1)), has_default_scores INTEGER NOT NULL DEFAULT 0
CHECK (has_default_scores IN (0, 1)),
    FOREIGN KEY (scorecard_id, version) REFERENCES scorecard_versions (scorecard_id, number) ON DELETE RESTRICT,
    UNIQUE (evaluation_id, position),
    UNIQUE (evaluation_id, scorecard_id)
) STRICT;

CREATE INDEX evaluation_forms_scorecard ON evaluation_forms (scorecard_id, version, evaluation_id);

CREATE TRIGGER evaluation_forms_listed AFTER INSERT ON evaluation_forms
BEGIN INSERT INTO evaluation_lists (kind, subject) SELECT DISTINCT kind, subject FROM evaluation_subjects WHERE number = (SELECT number FROM evaluations WHERE id = new.evaluation_id) ON CONFLICT DO NOTHING;
    INSERT INTO evaluation_places (number, list, place, due_at, completed_at, edited_at, score)
    SELECT e.number, l.id, CASE e.state WHEN 'unassigned' THEN 0 WHEN 'assigned' THEN 1 WHEN 'in_progress' THEN 2 ELSE 3 END
    + CASE WHEN e.archived_at IS NULL THEN 0 ELSE 4 END, e.due_at, e.completed_at, e.edited_at, e.score
    FROM evaluation_subjects s JOIN evaluations e ON e.number = s.number
    JOIN evaluation_lists l ON l.kind = s.kind AND l.subject = s.subject WHERE s.number = (SELECT number FROM evaluations WHERE id = new.evaluation_id) ON CONFLICT DO NOTHING; END;

CREATE TRIGGER evaluation_forms_marked AFTER INSERT ON evaluation_forms BEGIN UPDATE evaluations SET pass_mark = (
    SELECT CASE WHEN count(*) = 1 THEN max(json_extract(v.content, '$.passMark')) END FROM evaluation_forms f
    JOIN scorecard_versions v ON v.scorecard_id = f.scorecard_id AND v.number = f.version
    WHERE f.evaluation_id = new.evaluation_id
) WHERE id = new.evaluation_id; END;

CREATE TRIGGER evaluation_forms_marked_anew AFTER UPDATE OF version ON evaluation_forms
BEGIN UPDATE evaluations SET pass_mark = (
    SELECT CASE WHEN count(*) = 1 THEN max(json_extract(v.content, '$.passMark')) END FROM evaluation_forms f
    JOIN scorecard_versions v ON v.scorecard_id = f.scorecard_id AND v.number = f.version
    WHERE f.evaluation_id = new.evaluation_id
) WHERE id = new.evaluation_id; END;

CREATE TABLE evaluation_lists (
    id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('all', 'evaluator', 'scorecard', 'agent', 'team', 'queue', 'channel', 'creator')),
    subject TEXT NOT NULL,
    UNIQUE (kind, subject)
) STRICT;

CREATE TABLE evaluation_places (
    number INTEGER NOT NULL REFERENCES evaluations (number) ON DELETE CASCADE,
    list INTEGER NOT NULL REFERENCES evaluation_lists (id) ON DELETE RESTRICT,
    place INTEGER NOT NULL CHECK (place BETWEEN 0 AND 7),
    due_at INTEGER,
    completed_at INTEGER,
    edited_at INTEGER,
    score INTEGER,
    PRIMARY KEY (number, list)
) STRICT, WITHOUT ROWID;

CREATE INDEX evaluation_places_completed ON evaluation_places (list, place, completed_at, number);

CREATE INDEX evaluation_places_due ON evaluation_places (list, place, due_at, number);

CREATE INDEX evaluation_places_edited ON evaluation_places (list, place, edited_at, number);

CREATE INDEX evaluation_places_made ON evaluation_places (list, place, number);

CREATE INDEX evaluation_places_score ON evaluation_places (list, place, score, number);

CREATE TRIGGER evaluation_places_came AFTER INSERT ON evaluation_places BEGIN INSERT INTO evaluation_counts (list, place, held) VALUES (new.list, new.place, 1)
    ON CONFLICT (list, place) DO UPDATE SET held = held + 1; END;

CREATE TRIGGER evaluation_places_moved AFTER UPDATE OF place ON evaluation_places
WHEN old.place <> new.place
BEGIN UPDATE evaluation_counts SET held = held - 1 WHERE list = old.list AND place = old.place; INSERT INTO evaluation_counts (list, place, held) VALUES (new.list, new.place, 1)
    ON CONFLICT (list, place) DO UPDATE SET held = held + 1; END;

CREATE TRIGGER evaluation_places_went AFTER DELETE ON evaluation_places BEGIN UPDATE evaluation_counts SET held = held - 1 WHERE list = old.list AND place = old.place; END;

CREATE TABLE evaluation_replacements (
    evaluation_id TEXT NOT NULL REFERENCES evaluations (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    interaction_id TEXT NOT NULL REFERENCES interactions (id) ON DELETE RESTRICT,
    reason TEXT NOT NULL CHECK (reason IN ('bad_audio', 'bad_video', 'irrelevant', 'wrong_agent', 'too_short', 'other')),
    note TEXT,
    replaced_by TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    replaced_at INTEGER NOT NULL,
    PRIMARY KEY (evaluation_id, position),
    UNIQUE (evaluation_id, interaction_id),
    CHECK (reason <> 'other' OR note IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE INDEX evaluation_replacements_interaction ON evaluation_replacements (interaction_id);

CREATE TABLE evaluation_revisions (
    evaluation_id TEXT NOT NULL REFERENCES evaluations (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number > 0),
    saved_by TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    saved_at INTEGER NOT NULL,
    reason TEXT,
    score INTEGER CHECK (score BETWEEN 0 AND 100000000),
    passed INTEGER CHECK (passed IN (0, 1)),
    content TEXT NOT NULL,
    PRIMARY KEY (evaluation_id, number),
    CHECK ((reason IS NULL) = (number = 1))
) STRICT, WITHOUT ROWID;

CREATE VIEW evaluation_subjects AS
SELECT e.number, 'all' AS kind, '' AS subject FROM evaluations e
UNION ALL SELECT e.number, 'evaluator', e.evaluator_id FROM evaluations e WHERE e.evaluator_id IS NOT NULL
UNION ALL SELECT e.number, 'scorecard', f.scorecard_id
    FROM evaluations e JOIN evaluation_forms f ON f.evaluation_id = e.id
UNION ALL SELECT e.number, 'agent', i.agent_id
    FROM evaluations e JOIN interactions i ON i.id = e.interaction_id WHERE i.agent_id IS NOT NULL
UNION ALL SELECT e.number, 'team', i.team_id
    FROM evaluations e JOIN interactions i ON i.id = e.interaction_id WHERE i.team_id IS NOT NULL
UNION ALL SELECT e.number, 'queue', i.queue
    FROM evaluations e JOIN interactions i ON i.id = e.interaction_id WHERE i.queue IS NOT NULL
UNION ALL SELECT e.number, 'channel', i.channel
    FROM evaluations e JOIN interactions i ON i.id = e.interaction_id
UNION ALL SELECT e.number, 'creator', i.created_by
    FROM evaluations e JOIN interactions i ON i.id = e.interaction_id
    JOIN users u ON u.id = i.created_by AND u.kind = 'person';

CREATE TABLE evaluation_views (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (user_id, name)
) STRICT;

CREATE TABLE evaluation_voids (
    evaluation_id TEXT NOT NULL PRIMARY KEY REFERENCES evaluations (id) ON DELETE CASCADE,
    reason TEXT NOT NULL,
    voided_by TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    voided_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE evaluation_words USING fts5 (
    words, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE evaluations (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    is_named INTEGER NOT NULL CHECK (is_named IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('unassigned', 'assigned', 'in_progress', 'completed')),
    origin TEXT NOT NULL CHECK (origin IN ('criteria', 'manual', 'ad_hoc', 'calibration', 'goal', 'automation')),
    interaction_id TEXT NOT NULL REFERENCES interactions (id) ON DELETE RESTRICT,
    agent_id TEXT REFERENCES users (id) ON DELETE RESTRICT,
    draw_id TEXT REFERENCES evaluation_draws (id) ON DELETE RESTRICT,
    evaluator_id TEXT REFERENCES users (id) ON DELETE RESTRICT,
    was_open INTEGER NOT NULL CHECK (was_open IN (0, 1)),
    has_answers INTEGER NOT NULL CHECK (has_answers IN (0, 1)),
    due_at INTEGER,
    score INTEGER CHECK (score BETWEEN 0 AND 100000000),
    passed INTEGER CHECK (passed IN (0, 1)),
    revision INTEGER NOT NULL CHECK (revision > 0),
    created_by TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    created_at INTEGER NOT NULL,
    edited_by TEXT REFERENCES users (id) ON DELETE RESTRICT,
    edited_at INTEGER,
    completed_at INTEGER,
    archived_at INTEGER, seat INTEGER NOT NULL DEFAULT 0 CHECK (seat >= 0), number INTEGER NOT NULL DEFAULT 0, pass_mark INTEGER CHECK (pass_mark BETWEEN 0 AND 100000000),
    CHECK ((evaluator_id IS NULL) = (state = 'unassigned')),
    CHECK ((completed_at IS NULL) = (state <> 'completed')),
    CHECK ((draw_id IS NULL) = (origin <> 'criteria')),
    CHECK ((edited_by IS NULL) = (edited_at IS NULL)),
    CHECK (has_answers = 1 OR score IS NULL)
) STRICT;

CREATE INDEX evaluations_draw ON evaluations (draw_id);

CREATE UNIQUE INDEX evaluations_drawn_once ON evaluations (interaction_id, seat)
WHERE origin = 'criteria' AND completed_at IS NULL AND archived_at IS NULL;

CREATE INDEX evaluations_interaction ON evaluations (interaction_id, number);

CREATE UNIQUE INDEX evaluations_number ON evaluations (number);

CREATE TRIGGER evaluations_completed_at_changed AFTER UPDATE OF completed_at ON evaluations
WHEN old.completed_at IS NOT new.completed_at AND NOT (old.state <> new.state OR (old.archived_at IS NULL) <> (new.archived_at IS NULL))
BEGIN UPDATE evaluation_places SET completed_at = new.completed_at WHERE number = new.number; END;

CREATE TRIGGER evaluations_due_at_changed AFTER UPDATE OF due_at ON evaluations
WHEN old.due_at IS NOT new.due_at AND NOT (old.state <> new.state OR (old.archived_at IS NULL) <> (new.archived_at IS NULL))
BEGIN UPDATE evaluation_places SET due_at = new.due_at WHERE number = new.number; END;

CREATE TRIGGER evaluations_edited_at_changed AFTER UPDATE OF edited_at ON evaluations
WHEN old.edited_at IS NOT new.edited_at AND NOT (old.state <> new.state OR (old.archived_at IS NULL) <> (new.archived_at IS NULL))
BEGIN UPDATE evaluation_places SET edited_at = new.edited_at WHERE number = new.number; END;

CREATE TRIGGER evaluations_listed AFTER INSERT ON evaluations
BEGIN INSERT INTO evaluation_lists (kind, subject) SELECT DISTINCT kind, subject FROM evaluation_subjects WHERE number = new.number ON CONFLICT DO NOTHING;
    INSERT INTO evaluation_places (number, list, place, due_at, completed_at, edited_at, score)
    SELECT e.number, l.id, CASE e.state WHEN 'unassigned' THEN 0 WHEN 'assigned' THEN 1 WHEN 'in_progress' THEN 2 ELSE 3 END
    + CASE WHEN e.archived_at IS NULL THEN 0 ELSE 4 END, e.due_at, e.completed_at, e.edited_at, e.score
    FROM evaluation_subjects s JOIN evaluations e ON e.number = s.number
    JOIN evaluation_lists l ON l.kind = s.kind AND l.subject = s.subject WHERE s.number = new.number ON CONFLICT DO NOTHING; INSERT INTO evaluation_words (rowid, words) SELECT e.number, e.name || ' ' || i.external_id
    FROM evaluations e JOIN interactions i ON i.id = e.interaction_id WHERE e.number = new.number; END;

CREATE TRIGGER evaluations_listed_anew AFTER UPDATE OF evaluator_id, interaction_id ON evaluations
WHEN old.evaluator_id IS NOT new.evaluator_id OR old.interaction_id <> new.interaction_id
BEGIN
    DELETE FROM evaluation_places WHERE number = new.number;
    INSERT INTO evaluation_lists (kind, subject) SELECT DISTINCT kind, subject FROM evaluation_subjects WHERE number = new.number ON CONFLICT DO NOTHING;
    INSERT INTO evaluation_places (number, list, place, due_at, completed_at, edited_at, score)
    SELECT e.number, l.id, CASE e.state WHEN 'unassigned' THEN 0 WHEN 'assigned' THEN 1 WHEN 'in_progress' THEN 2 ELSE 3 END
    + CASE WHEN e.archived_at IS NULL THEN 0 ELSE 4 END, e.due_at, e.completed_at, e.edited_at, e.score
    FROM evaluation_subjects s JOIN evaluations e ON e.number = s.number
    JOIN evaluation_lists l ON l.kind = s.kind AND l.subject = s.subject WHERE s.number = new.number ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER evaluations_moved AFTER UPDATE OF state, archived_at ON evaluations WHEN old.state <> new.state OR (old.archived_at IS NULL) <> (new.archived_at IS NULL)
BEGIN
    UPDATE evaluation_places SET place = CASE new.state WHEN 'unassigned' THEN 0 WHEN 'assigned' THEN 1 WHEN 'in_progress' THEN 2 ELSE 3 END
    + CASE WHEN new.archived_at IS NULL THEN 0 ELSE 4 END, due_at = new.due_at,
        completed_at = new.completed_at, edited_at = new.edited_at, score = new.score
    WHERE number = new.number;
END;

CREATE TRIGGER evaluations_score_changed AFTER UPDATE OF score ON evaluations
WHEN old.score IS NOT new.score AND NOT (old.state <> new.state OR (old.archived_at IS NULL) <> (new.archived_at IS NULL))
BEGIN UPDATE evaluation_places SET score = new.score WHERE number = new.number; END;

CREATE TRIGGER evaluations_unworded AFTER DELETE ON evaluations
BEGIN DELETE FROM evaluation_words WHERE rowid = old.number; END;

CREATE TRIGGER evaluations_worded AFTER UPDATE OF name, interaction_id ON evaluations
WHEN old.name <> new.name OR old.interaction_id <> new.interaction_id
BEGIN
    DELETE FROM evaluation_words WHERE rowid = new.number;
    INSERT INTO evaluation_words (rowid, words) SELECT e.number, e.name || ' ' || i.external_id
    FROM evaluations e JOIN interactions i ON i.id = e.interaction_id WHERE e.number = new.number;
END;

CREATE TABLE exports (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    format TEXT NOT NULL CHECK (format IN ('csv', 'xlsx')),
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    rows INTEGER,
    hash TEXT,
    bytes INTEGER,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX exports_expiry ON exports (expires_at, id);

CREATE INDEX exports_hash ON exports (hash);

CREATE TABLE idempotent_replies (
    user_id TEXT NOT NULL,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    location TEXT,
    body BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, key)
) STRICT;

CREATE INDEX idempotent_replies_age ON idempotent_replies (created_at);

CREATE TABLE interaction_topics (
    interaction_id TEXT NOT NULL REFERENCES interactions (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    topic TEXT NOT NULL,
    PRIMARY KEY (interaction_id, position)
) STRICT;

CREATE INDEX interaction_topics_topic ON interaction_topics (topic, interaction_id);

CREATE TABLE interactions (
    id TEXT NOT NULL PRIMARY KEY,
    external_id TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL CHECK (channel IN ('voice', 'chat', 'email', 'messaging', 'other')),
    agent_id TEXT REFERENCES users (id),
    team_id TEXT REFERENCES teams (id),
    queue TEXT,
    disposition TEXT,
    language TEXT,
    customer TEXT,
    started_at INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL CHECK (duration_ms >= 0),
    is_offline INTEGER NOT NULL CHECK (is_offline IN (0, 1)),
    evaluated_at INTEGER,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX interactions_agent ON interactions (agent_id, started_at, id);

CREATE INDEX interactions_duration ON interactions (duration_ms, id);

CREATE INDEX interactions_queue ON interactions (queue, started_at, id);

CREATE INDEX interactions_started ON interactions (started_at, id);

CREATE INDEX interactions_team ON interactions (team_id, started_at, id);

CREATE TRIGGER evaluations_interaction_changed
AFTER UPDATE OF external_id, agent_id, team_id, queue, channel ON interactions
WHEN old.external_id <> new.external_id OR old.agent_id IS NOT new.agent_id OR old.team_id IS NOT new.team_id
    OR old.queue IS NOT new.queue OR old.channel <> new.channel
BEGIN
    DELETE FROM evaluation_places WHERE number IN (SELECT number FROM evaluations WHERE interaction_id = new.id);
    DELETE FROM evaluation_words WHERE rowid IN (SELECT number FROM evaluations WHERE interaction_id = new.id);
    INSERT INTO evaluation_lists (kind, subject) SELECT DISTINCT kind, subject FROM evaluation_subjects WHERE number IN (SELECT number FROM evaluations WHERE interaction_id = new.id) ON CONFLICT DO NOTHING;
    INSERT INTO evaluation_places (number, list, place, due_at, completed_at, edited_at, score)
    SELECT e.number, l.id, CASE e.state WHEN 'unassigned' THEN 0 WHEN 'assigned' THEN 1 WHEN 'in_progress' THEN 2 ELSE 3 END
    + CASE WHEN e.archived_at IS NULL THEN 0 ELSE 4 END, e.due_at, e.completed_at, e.edited_at, e.score
    FROM evaluation_subjects s JOIN evaluations e ON e.number = s.number
    JOIN evaluation_lists l ON l.kind = s.kind AND l.subject = s.subject WHERE s.number IN (SELECT number FROM evaluations WHERE interaction_id = new.id) ON CONFLICT DO NOTHING;
    INSERT INTO evaluation_words (rowid, words) SELECT e.number, e.name || ' ' || i.external_id
    FROM evaluations e JOIN interactions i ON i.id = e.interaction_id WHERE e.number IN (SELECT number FROM evaluations WHERE interaction_id = new.id);
END;

CREATE TRIGGER transcripts_moved AFTER UPDATE OF started_at ON interactions
WHEN new.started_at / 1000 <> old.started_at / 1000
    AND EXISTS (SELECT 1 FROM transcripts WHERE interaction_id = new.id)
BEGIN
    UPDATE transcripts SET place = coalesce((
        SELECT min(id) FROM segments WHERE id >= new.started_at / 1000 * 1073741824
            AND id < (new.started_at / 1000 + 1) * 1073741824
    ), (new.started_at / 1000 + 1) * 1073741824) - 1 WHERE interaction_id = new.id;
    UPDATE segments SET id = (SELECT place FROM transcripts WHERE interaction_id = new.id) - position
    WHERE interaction_id = new.id;
END;

CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    input TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    attempts INTEGER NOT NULL,
    run_after INTEGER NOT NULL,
    error_code TEXT,
    error_message TEXT,
    result_path TEXT,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER
) STRICT;

CREATE INDEX jobs_due ON jobs (run_after, id) WHERE state = 'queued';

CREATE INDEX jobs_due_of_kind ON jobs (kind, run_after, id) WHERE state = 'queued';

CREATE UNIQUE INDEX jobs_open ON jobs (kind, subject_id, input)
WHERE state IN ('queued', 'running');

CREATE INDEX jobs_subject ON jobs (kind, subject_id, created_at);

CREATE TABLE listened (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    interaction_id TEXT NOT NULL REFERENCES interactions (id) ON DELETE CASCADE,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL CHECK (end_ms > start_ms),
    PRIMARY KEY (user_id, interaction_id, start_ms)
) STRICT;

CREATE TABLE migrations (
    name TEXT NOT NULL PRIMARY KEY,
    statements TEXT NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT;

CREATE TABLE moment_decisions (
    moment_id TEXT NOT NULL REFERENCES moments (id),
    party TEXT NOT NULL CHECK (party IN ('agent', 'customer', 'both')),
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL CHECK (end_ms > start_ms),
    decision TEXT NOT NULL CHECK (decision IN ('accepted', 'dismissed')),
    decided_by TEXT NOT NULL REFERENCES users (id),
    decided_at INTEGER NOT NULL,
    PRIMARY KEY (moment_id, party, start_ms, end_ms)
) STRICT;

CREATE TABLE moments (
    id TEXT NOT NULL PRIMARY KEY,
    interaction_id TEXT NOT NULL REFERENCES interactions (id),
    title TEXT NOT NULL,
    note TEXT,
    start_ms INTEGER NOT NULL CHECK (start_ms >= 0),
    end_ms INTEGER NOT NULL,
    screens TEXT NOT NULL CHECK (screens IN ('grid', 'none', '1', '2', '3', '4')),
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    deleted_at INTEGER, redactions TEXT NOT NULL DEFAULT '[]', recipe TEXT,
    CHECK (end_ms > start_ms)
) STRICT;

CREATE INDEX moments_created ON moments (created_at, id);

CREATE INDEX moments_interaction ON moments (interaction_id, start_ms, id);

CREATE INDEX moments_recipe ON moments (recipe) WHERE recipe IS NOT NULL;

CREATE INDEX moments_unsettled ON moments (id) WHERE recipe IS NULL AND deleted_at IS NULL;

CREATE TRIGGER moments_changed AFTER UPDATE OF start_ms, end_ms, screens, redactions ON moments
BEGIN UPDATE moments SET recipe = NULL WHERE id = new.id; END;

CREATE TRIGGER shares_changed AFTER UPDATE OF start_ms, end_ms, screens, redactions ON moments
BEGIN UPDATE shares SET recipe = NULL WHERE moment_id = new.id; END;

CREATE TABLE recording_peaks (
    recording_id TEXT NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
    samples_per_pixel INTEGER NOT NULL CHECK (samples_per_pixel > 0),
    dat BLOB NOT NULL,
    PRIMARY KEY (recording_id, samples_per_pixel)
) STRICT;

CREATE TABLE recording_surveys (
    recording_id TEXT NOT NULL PRIMARY KEY REFERENCES recordings (id) ON DELETE CASCADE,
    crc INTEGER NOT NULL CHECK (crc BETWEEN 0 AND 4294967295),
    index_hash TEXT,
    index_bytes INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE recording_thumbnails (
    recording_id TEXT NOT NULL PRIMARY KEY REFERENCES recordings (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    details TEXT NOT NULL
) STRICT;

CREATE TABLE recording_tone_searches (
    recording_id TEXT NOT NULL PRIMARY KEY REFERENCES recordings (id) ON DELETE CASCADE,
    searched_at INTEGER NOT NULL
) STRICT;

CREATE TABLE recording_tones (
    recording_id TEXT NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
    party TEXT NOT NULL CHECK (party IN ('agent', 'customer', 'both')),
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL CHECK (end_ms > start_ms),
    PRIMARY KEY (recording_id, party, start_ms)
) STRICT;

CREATE TABLE recording_windows (
    recording_id TEXT NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    start_ms INTEGER NOT NULL,
    application TEXT NOT NULL,
    title TEXT NOT NULL,
    PRIMARY KEY (recording_id, position)
) STRICT;

CREATE TABLE recordings (
    id TEXT NOT NULL PRIMARY KEY,
    interaction_id TEXT NOT NULL REFERENCES interactions (id),
    kind TEXT NOT NULL CHECK (kind IN ('audio', 'screen')),
    party TEXT CHECK (party IN ('agent', 'customer', 'both')),
    monitor INTEGER CHECK (monitor BETWEEN 1 AND 4),
    offset_ms INTEGER NOT NULL,
    duration_ms INTEGER,
    state TEXT NOT NULL CHECK (state IN ('processing', 'ready', 'failed')),
    failure_code TEXT,
    failure_message TEXT,
    file_name TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    draft TEXT,
    hash TEXT,
    container TEXT,
    streams TEXT NOT NULL,
    health TEXT NOT NULL,
    capture TEXT,
    levels TEXT,
    job_id TEXT,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL, is_planned INTEGER NOT NULL DEFAULT 0,
    CHECK ((kind = 'screen') = (monitor IS NOT NULL)),
    CHECK (state <> 'ready' OR hash IS NOT NULL)
) STRICT;

CREATE INDEX recordings_hash ON recordings (hash);

CREATE INDEX recordings_interaction ON recordings (interaction_id, created_at, id);

CREATE UNIQUE INDEX recordings_monitor ON recordings (interaction_id, monitor)
WHERE monitor IS NOT NULL AND state <> 'failed';

CREATE UNIQUE INDEX recordings_party ON recordings (interaction_id, party)
WHERE party IS NOT NULL AND kind = 'audio' AND state <> 'failed';

CREATE INDEX recordings_unplanned ON recordings (id) WHERE state = 'ready' AND is_planned = 0;

CREATE TRIGGER moments_heard_else
AFTER UPDATE OF interaction_id, kind, party, monitor, offset_ms, state, hash, streams ON recordings
BEGIN UPDATE moments SET recipe = NULL WHERE interaction_id = old.interaction_id; UPDATE moments SET recipe = NULL WHERE interaction_id = new.interaction_id; END;

CREATE TRIGGER moments_heard_less AFTER DELETE ON recordings BEGIN UPDATE moments SET recipe = NULL WHERE interaction_id = old.interaction_id; END;

CREATE TRIGGER moments_heard_more AFTER INSERT ON recordings BEGIN UPDATE moments SET recipe = NULL WHERE interaction_id = new.interaction_id; END;

CREATE TRIGGER shares_heard_else
AFTER UPDATE OF interaction_id, kind, party, monitor, offset_ms, state, hash, streams ON recordings
BEGIN UPDATE shares SET recipe = NULL
WHERE moment_id IN (SELECT id FROM moments WHERE interaction_id = old.interaction_id); UPDATE shares SET recipe = NULL
WHERE moment_id IN (SELECT id FROM moments WHERE interaction_id = new.interaction_id); END;

CREATE TRIGGER shares_heard_less AFTER DELETE ON recordings BEGIN UPDATE shares SET recipe = NULL
WHERE moment_id IN (SELECT id FROM moments WHERE interaction_id = old.interaction_id); END;

CREATE TABLE renditions (
    id TEXT NOT NULL PRIMARY KEY,
    interaction_id TEXT NOT NULL REFERENCES interactions (id),
    recording_id TEXT REFERENCES recordings (id) ON DELETE CASCADE,
    recipe TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('preparing', 'ready', 'failed')),
    failure_code TEXT,
    failure_message TEXT,
    hash TEXT,
    bytes INTEGER,
    offset_ms INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    job_id TEXT,
    created_at INTEGER NOT NULL,
    CHECK ((state = 'ready') = (hash IS NOT NULL))
) STRICT;

CREATE INDEX renditions_hash ON renditions (hash);

CREATE INDEX renditions_interaction ON renditions (interaction_id);

CREATE UNIQUE INDEX renditions_legs ON renditions (interaction_id) WHERE recording_id IS NULL;

CREATE UNIQUE INDEX renditions_recording ON renditions (recording_id) WHERE recording_id IS NOT NULL;

CREATE TABLE scorecard_versions (
    scorecard_id TEXT NOT NULL REFERENCES scorecards (id) ON DELETE RESTRICT,
    number INTEGER NOT NULL CHECK (number > 0),
    content TEXT NOT NULL,
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    published_by TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    published_at INTEGER NOT NULL,
    PRIMARY KEY (scorecard_id, number)
) STRICT;

CREATE TRIGGER scorecard_versions_frozen BEFORE UPDATE OF scorecard_id, number, hash, published_by,
    published_at ON scorecard_versions
BEGIN SELECT RAISE(ABORT, 'a version of a scorecard is frozen'); END;

CREATE TRIGGER scorecard_versions_kept BEFORE DELETE ON scorecard_versions
BEGIN SELECT RAISE(ABORT, 'a version of a scorecard is kept'); END;

CREATE TABLE scorecards (
    id TEXT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    tags TEXT NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('percentage', 'points')),
    questions INTEGER NOT NULL CHECK (questions >= 0),
    version INTEGER CHECK (version > 0),
    draft TEXT,
    retired_at INTEGER,
    revision INTEGER NOT NULL CHECK (revision > 0),
    created_by TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK (version IS NOT NULL OR draft IS NOT NULL),
    CHECK (retired_at IS NULL OR version IS NOT NULL)
) STRICT;

CREATE INDEX scorecards_name ON scorecards (name, id);

CREATE INDEX scorecards_updated ON scorecards (updated_at, id);

CREATE VIRTUAL TABLE segment_index USING fts5 (
    text, content = 'segments', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE segments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    interaction_id TEXT NOT NULL REFERENCES transcripts (interaction_id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    start_ms INTEGER NOT NULL CHECK (start_ms >= 0),
    end_ms INTEGER NOT NULL CHECK (end_ms >= start_ms),
    speaker TEXT,
    party TEXT NOT NULL CHECK (party IN ('agent', 'customer', 'other')),
    text TEXT NOT NULL, words BLOB,
    UNIQUE (interaction_id, position)
) STRICT;

CREATE TRIGGER segments_indexed AFTER INSERT ON segments
BEGIN INSERT INTO segment_index (rowid, text) VALUES (new.id, new.text); END;

CREATE TRIGGER segments_moved AFTER UPDATE OF id ON segments
BEGIN
    INSERT INTO segment_index (segment_index, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO segment_index (rowid, text) VALUES (new.id, new.text);
END;

CREATE TRIGGER segments_unindexed AFTER DELETE ON segments
BEGIN
    INSERT INTO segment_index (segment_index, rowid, text) VALUES ('delete', old.id, old.text);
END;

CREATE TABLE sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_age ON sessions (created_at);

CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE settings (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    account_name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    share_outside INTEGER NOT NULL,
    evaluators_may_share INTEGER NOT NULL,
    require_password INTEGER NOT NULL,
    longest_expiry_hours INTEGER NOT NULL,
    allow_download INTEGER NOT NULL,
    capture_policy TEXT NOT NULL
) STRICT;

CREATE TABLE share_attempts (
    id TEXT NOT NULL PRIMARY KEY,
    share_id TEXT NOT NULL REFERENCES shares (id) ON DELETE CASCADE,
    network_hash TEXT NOT NULL,
    at INTEGER NOT NULL,
    succeeded INTEGER NOT NULL CHECK (succeeded IN (0, 1))
) STRICT;

CREATE INDEX share_attempts_age ON share_attempts (at);

CREATE INDEX share_attempts_network ON share_attempts (share_id, network_hash, at);

CREATE TABLE share_recordings (
    share_id TEXT NOT NULL REFERENCES shares (id) ON DELETE CASCADE,
    recording_id TEXT NOT NULL,
    PRIMARY KEY (share_id, recording_id)
) STRICT;

CREATE TRIGGER shares_settled AFTER INSERT ON share_recordings
BEGIN UPDATE shares SET recipe = NULL WHERE id = new.share_id; END;

CREATE TABLE share_views (
    id TEXT NOT NULL PRIMARY KEY,
    share_id TEXT NOT NULL REFERENCES shares (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('opened', 'unlocked', 'wrong_password', 'refused')),
    network TEXT NOT NULL
) STRICT;

CREATE INDEX share_views_share ON share_views (share_id, at, id);

CREATE TABLE share_visits (
    cookie_hash TEXT NOT NULL PRIMARY KEY,
    share_id TEXT NOT NULL REFERENCES shares (id) ON DELETE CASCADE,
    password_version INTEGER,
    counted_at INTEGER,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX share_visits_age ON share_visits (expires_at);

CREATE INDEX share_visits_share ON share_visits (share_id);

CREATE TABLE shares (
    id TEXT NOT NULL PRIMARY KEY,
    moment_id TEXT NOT NULL REFERENCES moments (id),
    token_hash TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    password_version INTEGER NOT NULL CHECK (password_version >= 1),
    expires_at INTEGER NOT NULL,
    max_views INTEGER CHECK (max_views >= 1),
    views INTEGER NOT NULL CHECK (views >= 0),
    allow_download INTEGER NOT NULL CHECK (allow_download IN (0, 1)),
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    revoked_at INTEGER, recipe TEXT,
    CHECK (expires_at > created_at),
    CHECK (max_views IS NULL OR views <= max_views)
) STRICT;

CREATE INDEX shares_created ON shares (created_at, id);

CREATE INDEX shares_moment ON shares (moment_id, created_at, id);

CREATE INDEX shares_owner ON shares (created_by, created_at, id);

CREATE INDEX shares_recipe ON shares (recipe) WHERE recipe IS NOT NULL;

CREATE INDEX shares_unsettled ON shares (id) WHERE recipe IS NULL AND revoked_at IS NULL;

CREATE TABLE team_members (
    team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (team_id, user_id)
) STRICT;

CREATE INDEX team_members_user ON team_members (user_id, team_id);

CREATE TABLE team_supervisors (
    team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (team_id, user_id)
) STRICT;

CREATE INDEX team_supervisors_user ON team_supervisors (user_id, team_id);

CREATE TABLE teams (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE tokens (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

CREATE TABLE transcripts (
    interaction_id TEXT NOT NULL PRIMARY KEY REFERENCES interactions (id) ON DELETE CASCADE,
    language TEXT,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL
, place INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE uploads (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    file_name TEXT NOT NULL,
    length INTEGER NOT NULL CHECK (length >= 0),
    received INTEGER NOT NULL CHECK (received >= 0 AND received <= length),
    draft TEXT NOT NULL UNIQUE,
    recording_id TEXT,
    created_at INTEGER NOT NULL
, expires_at INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE INDEX uploads_age ON uploads (created_at);

CREATE INDEX uploads_expiry ON uploads (expires_at, id);

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'service')),
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('agent', 'evaluator', 'supervisor', 'admin')),
    password_hash TEXT,
    disabled_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX users_name ON users (kind, name, id);
