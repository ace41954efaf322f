"""Questions of students at a step, and the desk on which their lecturers answer them."""
