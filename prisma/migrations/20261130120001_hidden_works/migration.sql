-- Moderators see all hidden works, the last one first; there are few of them among many.
CREATE INDEX posts_hidden ON posts (hidden_at DESC, id DESC) WHERE hidden_at IS NOT NULL;
