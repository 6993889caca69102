"""Looking at rules before any dossier is there: what they can come to, and what they can never come to.

The facts that criteria read are cut into regions at the thresholds they are compared with, and the regions are looked
through. Answers are proved, refuted by a dossier that the plain evaluator confirms, or undecided.
"""
