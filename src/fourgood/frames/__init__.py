"""Whole tables of dossiers, on the engine that the user already has; needs the extra `frames`."""

from fourgood.frames.evaluate import Detail, Rows, evaluate_frame
from fourgood.frames.native import FrameError
from fourgood.frames.rows import dossier

__all__ = ["Detail", "FrameError", "Rows", "dossier", "evaluate_frame"]
